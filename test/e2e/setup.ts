import type { TestProject } from 'vitest/node';
import { findChromium, launch } from './chromium.ts';
import { newFolder, removeFolder, startProgram } from './program.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Null where there is no Chromium: the journeys are skipped then. */
    journey: { browser: string; url: string; dataDir: string; firstLink: string } | null;
  }
}

/** One browser, and one program with the sample community, for all journeys. */
export default async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const executable = findChromium();
  if (!executable) {
    const advice = 'The journeys need Chromium: apt-get install -y chromium, or name one in CHROMIUM.';
    if (process.env.CI) throw new Error(advice);
    console.log(`${advice} They are skipped.`);
    project.provide('journey', null);
    return;
  }
  const dataDir = newFolder();
  const browser = await launch(executable);
  const program = await startProgram({ dataDir, sample: 'at-large' }).catch(async (fault: unknown) => {
    await browser.close();
    throw fault;
  });
  const firstLink = program.firstLink ?? '';
  project.provide('journey', { browser: browser.wsEndpoint(), url: program.url, dataDir, firstLink });
  return async () => {
    await browser.close();
    await program.stop();
    removeFolder(dataDir);
  };
};
