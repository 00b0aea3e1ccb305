#!/usr/bin/env node
// Takes the picture of the README: the matrix of the sample community, as a visitor sees it.
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findChromium, launch } from '../test/e2e/chromium.ts';
import { newFolder, removeFolder, root, startProgram } from '../test/e2e/program.ts';

const executable = findChromium();
if (!executable) throw new Error('The picture needs Chromium: apt-get install -y chromium, or name one in CHROMIUM.');

const dataDir = newFolder();
const [server, program] = await Promise.all([launch(executable), startProgram({ dataDir, sample: 'at-large' })]);
try {
  const browser = await chromium.connect(server.wsEndpoint());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en', colorScheme: 'light' });
  await page.goto(`${program.url}/reviews/SAMPLE-EXERCISE`);
  // From the name of the review on: the head of the page says nothing that the picture needs.
  await page.locator('nav.tabs').evaluate((tabs) => tabs.ownerDocument.defaultView.scrollTo(0, tabs.getBoundingClientRect().top - 12));
  mkdirSync(`${root}docs/images`, { recursive: true });
  await page.screenshot({ path: `${root}docs/images/matrix.png`, animations: 'disabled' });
} finally {
  await server.close();
  await program.stop();
  removeFolder(dataDir);
}
console.log('docs/images/matrix.png');
