/** A browser as its owner would call it; what is not known stays undefined. */
export interface Agent {
  browser?: string;
  system?: string;
}

/** The first that fits: many browsers also call themselves by the names of others. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bYaBrowser\//, 'Yandex Browser'],
  [/\bUCBrowser\//, 'UC Browser'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Headless)?(?:Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
  [/\bcurl\//, 'curl'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bKaiOS\b/i, 'KaiOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
];

const found = (table: readonly (readonly [RegExp, string])[], header: string) => table.find(([sign]) => sign.test(header))?.[1];

/** Reads the header `User-Agent`. Only names, no versions: those change every month and tell the owner nothing. */
export const agentOf = (header: string | null): Agent => {
  if (!header) return {};
  const [browser, system] = [found(browsers, header), found(systems, header)];
  return { ...(browser ? { browser } : {}), ...(system ? { system } : {}) };
};

/** The same in words that belong to no language: `Firefox, Windows`; empty where nothing is known. */
export const agentNames = (header: string | null): string => {
  const { browser, system } = agentOf(header);
  return [browser, system].filter((part) => part !== undefined).join(', ');
};
