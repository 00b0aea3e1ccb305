import { strToU8, zipSync } from 'fflate';
import type { T } from '../../../platform/i18n/catalogue.ts';
import type { OwnData } from './own-data.ts';

/** The data as a ZIP: once for people, as a page that any browser opens, and once for programs. */
export const ownDataFile = (data: OwnData, t: T): Uint8Array =>
  zipSync({
    'my-data.html': strToU8(page(data, t)),
    'my-data.json': strToU8(JSON.stringify(data, null, 2)),
  });

const page = ({ tables, history, takenAt }: OwnData, t: T): string => {
  const sections = [...Object.entries(tables), ['history', history] as const].map(
    ([name, rows]) => `<h2>${escaped(name.replaceAll('_', ' '))} (${rows.length})</h2>${rows.map(facts).join('<hr>')}`,
  );
  return `<!doctype html><html lang="${t.language}" dir="${t.direction}"><meta charset="utf-8"><title>${escaped(t('ownData.title'))}</title>
<h1>${escaped(t('ownData.title'))}</h1><p>${escaped(t('ownData.lead', { when: t.time(takenAt, 'UTC') }))}</p>${sections.join('\n')}</html>`;
};

const facts = (row: Record<string, unknown>): string =>
  `<dl>${Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(typeof value === 'object' ? JSON.stringify(value) : String(value))}</dd>`,
    )
    .join('')}</dl>`;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] as string);
