import { isAbsolute, join } from 'node:path';
import { z } from 'zod';

/** Everything that can be set from outside, once parsed. Paths are absolute. */
export interface Config {
  host: string;
  port: number;
  /** Where people reach the server, without a slash at the end. Decides whether cookies are marked secure. */
  baseUrl: string;
  dataDir: string;
  databaseUrl: string | undefined;
  development: boolean;
  /** Bytes that one upload may have. */
  uploadLimit: number;
  /** `smtp://user:password@host:port`, or undefined: then mails are kept as files in the data folder. */
  mailUrl: string | undefined;
  mailFrom: string;
  /** Does a proxy in front name the client in `X-Forwarded-For`? */
  behindProxy: boolean;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** The community's OpenID provider, through which its people may sign in. */
  openId?: OpenIdSettings;
}

export interface OpenIdSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** As people know it: it stands on the button. */
  name: string;
}

interface Setting<Value> {
  example: string;
  fallback: Value;
  read: z.ZodType<Value>;
}

const setting = <Value>(example: string, fallback: Value, read: z.ZodType<Value>): Setting<Value> => ({ example, fallback, read });

const port = z.string().regex(/^\d+$/, 'is not a whole number').transform(Number).pipe(z.number().max(65535, 'is over 65535'));
const address = (protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `is not an address that begins with ${protocols.join(' or ')}`,
    );

/** Over http anybody on the way could answer in the provider's name; on this machine nobody is on the way. */
const issuer = address(['https:', 'http:']).refine((text) => {
  if (!URL.canParse(text)) return true;
  const { protocol, hostname, search, hash } = new URL(text);
  return !search && !hash && (protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname));
}, 'is not an https address without a query');

/** Our pages link to one another from the root of the host. */
const site = address(['http:', 'https:']).refine((text) => {
  if (!URL.canParse(text)) return true;
  const { username, pathname, search, hash } = new URL(text);
  return !username && pathname === '/' && !search && !hash;
}, 'holds more than a protocol, a host and a port');

const settings = {
  HOST: setting('127.0.0.1', '127.0.0.1', z.string().min(1, 'is empty')),
  PORT: setting('3000', 3000, port as z.ZodType<number>),
  BASE_URL: setting<string | undefined>('https://community.example.org', undefined, site as z.ZodType<string | undefined>),
  DATA_DIR: setting('/var/lib/plenary', 'data', z.string().min(1, 'is empty')),
  DATABASE_URL: setting<string | undefined>('postgres://plenary@127.0.0.1:5432/plenary', undefined, address(['postgres:', 'postgresql:'])),
  MODE: setting<'production' | 'development'>(
    'production',
    'production',
    z.enum(['production', 'development'], 'is neither production nor development'),
  ),
  UPLOAD_LIMIT_MB: setting(
    '25',
    25,
    z
      .string()
      .regex(/^[1-9]\d{0,3}$/, 'is not a whole number from 1 to 9999')
      .transform(Number) as unknown as z.ZodType<number>,
  ),
  MAIL_URL: setting<string | undefined>('smtp://user:password@mail.example.org:587', undefined, address(['smtp:', 'smtps:'])),
  MAIL_FROM: setting('plenary@example.org', 'plenary@localhost', z.string().includes('@', 'is not a mail address')),
  BEHIND_PROXY: setting<'yes' | 'no'>('yes', 'no', z.enum(['yes', 'no'], 'is neither yes nor no')),
  OPENID_ISSUER: setting<string | undefined>('https://id.example.org', undefined, issuer as z.ZodType<string | undefined>),
  OPENID_CLIENT_ID: setting<string | undefined>(
    'plenary',
    undefined,
    z.string().trim().min(1, 'is empty') as z.ZodType<string | undefined>,
  ),
  OPENID_CLIENT_SECRET: setting<string | undefined>(
    'a long secret',
    undefined,
    z.string().trim().min(8, 'is shorter than 8 characters') as z.ZodType<string | undefined>,
  ),
  OPENID_NAME: setting<string | undefined>('Our account', undefined, z.string().trim().min(1).max(60) as z.ZodType<string | undefined>),
  LOG_LEVEL: setting<Config['logLevel']>('info', 'info', z.enum(['debug', 'info', 'warn', 'error'], 'is none of debug, info, warn, error')),
};

/** A setting that cannot be used: names the variable, what is wrong with its value, and an example. Never shows a secret's value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** A setting that reads well and is found unusable when it is used; `why` goes on after its name. */
export const unusable = (name: keyof typeof settings, why: string): ConfigError =>
  new ConfigError(`${name} ${why}. Example: ${name}=${settings[name].example}`);

/** Reads the environment. Throws `ConfigError` with one line per faulty variable. */
export const readConfig = (env: Record<string, string | undefined>, cwd: string): Config => {
  const faults: string[] = [];
  const value = <Name extends keyof typeof settings>(name: Name): (typeof settings)[Name]['fallback'] => {
    const { fallback, read, example } = settings[name] as Setting<(typeof settings)[Name]['fallback']>;
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const parsed = read.safeParse(text);
    if (parsed.success) return parsed.data;
    faults.push(`${name} ${parsed.error.issues[0]?.message ?? 'cannot be used'}. Example: ${name}=${example}`);
    return fallback;
  };
  const host = value('HOST');
  const port = value('PORT');
  const dataDir = value('DATA_DIR');
  const openId = {
    issuer: value('OPENID_ISSUER'),
    clientId: value('OPENID_CLIENT_ID'),
    clientSecret: value('OPENID_CLIENT_SECRET'),
    name: value('OPENID_NAME'),
  };
  const needed = { OPENID_ISSUER: openId.issuer, OPENID_CLIENT_ID: openId.clientId, OPENID_CLIENT_SECRET: openId.clientSecret };
  const absent = Object.keys(needed).filter((name) => needed[name as keyof typeof needed] === undefined && !env[name]);
  if (absent.length > 0 && absent.length < 3) faults.push(`${absent.join(' and ')} must be set where another OPENID setting is`);
  const config: Config = {
    host,
    port,
    baseUrl: (value('BASE_URL') ?? `http://${host}:${port}`).replace(/\/$/, ''),
    dataDir: isAbsolute(dataDir) ? dataDir : join(cwd, dataDir),
    databaseUrl: value('DATABASE_URL'),
    development: value('MODE') === 'development',
    uploadLimit: value('UPLOAD_LIMIT_MB') * 1024 * 1024,
    mailUrl: value('MAIL_URL'),
    mailFrom: value('MAIL_FROM'),
    behindProxy: value('BEHIND_PROXY') === 'yes',
    logLevel: value('LOG_LEVEL'),
    ...(openId.issuer && openId.clientId && openId.clientSecret
      ? {
          openId: {
            issuer: openId.issuer,
            clientId: openId.clientId,
            clientSecret: openId.clientSecret,
            name: openId.name ?? new URL(openId.issuer).host,
          },
        }
      : {}),
  };
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return config;
};
