import { expect, test } from 'vitest';
import { contentDisposition, fileName } from './file-name.ts';

const at = Temporal.ZonedDateTime.from('2026-11-22T14:05:59+00:00[UTC]');

test('a download is named after what it holds and when it was made', () => {
  expect(fileName('recommendations', 'csv', at)).toBe('recommendations-2026-11-22-1405.csv');
  expect(fileName('Équipe: état/des lieux', 'PDF', at)).toBe('equipe-etat-des-lieux-2026-11-22-1405.pdf');
  expect(fileName('建议', 'csv', at)).toBe('export-2026-11-22-1405.csv');
  expect(fileName('../../etc/passwd', 'csv', at)).toBe('etc-passwd-2026-11-22-1405.csv');
});

test('the header gives every browser a name and no one a way to add headers', () => {
  expect(contentDisposition('report.csv')).toBe('attachment; filename="report.csv"');
  expect(contentDisposition('report.csv', 'Rapport d’étape (1).csv')).toBe(
    'attachment; filename="report.csv"; filename*=UTF-8\'\'Rapport%20d%E2%80%99%C3%A9tape%20%281%29.csv',
  );
  expect(contentDisposition('建议.csv')).toBe('attachment; filename="export.csv"; filename*=UTF-8\'\'%E5%BB%BA%E8%AE%AE.csv');
  expect(contentDisposition('a"\r\nSet-Cookie: x.csv')).not.toMatch(/[\r\n]/);
});
