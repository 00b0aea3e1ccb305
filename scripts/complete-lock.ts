import { readFileSync, writeFileSync } from 'node:fs';

// Run after changing dependencies: `node scripts/complete-lock.ts`. Where a registry does not hold a package's builds for other platforms,
// npm leaves them out of the lock or writes placeholders without a version, and its own `npm ci` then refuses the file. Each of them
// becomes what the package itself asks for: name, exact version, platform. They are optional and never installed where they do not belong.

interface Entry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const path = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Entry> };
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x'];

for (const [place, entry] of Object.entries(lock.packages)) if (place !== '' && !entry.version) delete lock.packages[place];

let completed = 0;
for (const [asker, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  if (asker === '') continue;
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const known = lock.packages[`node_modules/${name}`] ?? lock.packages[`${asker}/node_modules/${name}`];
    if (known || !/^\d/.test(version)) continue;
    const words = name.split(/[-/]/);
    const os = systems.filter((system) => words.includes(system));
    const cpu = processors.filter((processor) => words.includes(processor));
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(dev ? { dev } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(words.includes('musl') ? { libc: ['musl'] } : words.includes('gnu') ? { libc: ['glibc'] } : {}),
    };
    completed += 1;
  }
}
const [root, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([root as [string, Entry], ...others.sort(([one], [other]) => (one < other ? -1 : 1))]);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${completed} entries completed.`);
