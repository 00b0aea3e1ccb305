import type pg from 'pg';
import { headersOf } from './pages.ts';
import { kilobytes, type Line, ms, seconds } from './table.ts';

// A status report on 100 issues and 300 actions: written past the commands with its history, begun and submitted as people do it.

const issues = 100;
const actionsPerIssue = 3;

/** Begins, reads, submits and exports the report; each figure is the middle of several. */
export async function measureReports(port: number, client: pg.Client, rounds: number): Promise<Line[]> {
  await fillPlan(client);
  const send = async (path: string, form: Record<string, string> = {}): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { ...headersOf('administrator'), origin: `http://127.0.0.1:${port}` },
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
    if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
    return answer.headers.get('location') ?? '';
  };
  const to = new Date().toISOString().slice(0, 10);
  const report = await send('/reports', { review: 'R2', from: '2026-01-01', to });
  const draft = await measure(port, report, rounds);
  for (const deed of ['review', 'approval']) await send(`${report}/${deed}`);
  const begun = performance.now();
  await send(`${report}/submission`);
  const submitting = performance.now() - begun;
  const frozen = await measure(port, report, rounds);
  const pdf = await measure(port, `${report}/report.pdf`, rounds);
  const docx = await measure(port, `${report}/report.docx`, rounds);
  const what = `report, ${issues} issues, ${issues * actionsPerIssue} actions`;
  return [
    {
      what: `${what}: draft, HTML`,
      measured: ms(draft.taken),
      yardstick: kilobytes(draft.bytes),
      budget: '≤ 300 ms',
      within: draft.taken <= 300,
    },
    { what: `${what}: submitting`, measured: ms(submitting) },
    {
      what: `${what}: frozen, HTML`,
      measured: ms(frozen.taken),
      yardstick: kilobytes(frozen.bytes),
      budget: '≤ 300 ms',
      within: frozen.taken <= 300,
    },
    { what: `${what}: PDF`, measured: seconds(pdf.taken), yardstick: kilobytes(pdf.bytes), budget: '≤ 2 s', within: pdf.taken <= 2000 },
    { what: `${what}: DOCX`, measured: seconds(docx.taken), yardstick: kilobytes(docx.bytes), budget: '≤ 2 s', within: docx.taken <= 2000 },
  ];
}

async function measure(port: number, path: string, rounds: number): Promise<{ taken: number; bytes: number }> {
  const taken: number[] = [];
  let bytes = 0;
  for (let round = 0; round <= rounds; round++) {
    const begun = performance.now();
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: headersOf('administrator') });
    const body = await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    bytes = Number(answer.headers.get('content-length') ?? body.byteLength);
    // The first one warms up what the program does only once, such as reading its fonts.
    if (round > 0) taken.push(performance.now() - begun);
  }
  return { taken: taken.sort((a, b) => a - b)[Math.floor(taken.length / 2)] ?? 0, bytes };
}

const text = (value: string) => `jsonb_build_object('original', 'en', 'texts', jsonb_build_object('en', ${value}))`;

/** Past the commands, as a restore would, and with the entries of the log from which a past day is rebuilt. */
async function fillPlan(client: pg.Client): Promise<void> {
  await client.query("begin; select set_config('plenary.restoring', 'on', true)");
  await client.query(`insert into plan_item (ref, kind, number, position, review_id, title, goal, metrics, note, status, percent, starts_on)
    select 'ISS-R2-' || n, 'issue', n::text, n, review.id, ${text("'Issue ' || n || ': publish each year what the groups decided before the meeting'")},
      ${text("'Everybody can see it by the end of the year, issue ' || n")}, ${text("E'- Share of groups\\n- Days until published'")},
      ${text("E'- First half done\\n- Second half waits for the budget'")}, (array['inProgress', 'completed', 'notStarted', 'heldOver'])[1 + n % 4], n % 101, '2026-01-10'
    from review, generate_series(1, ${issues}) n where review.ref = 'R2'`);
  await client.query(`insert into plan_item (ref, kind, position, review_id, parent_id, title, status, percent, starts_on)
    select 'ACT-R2-' || issue.number || '-' || n, 'action', n, issue.review_id, issue.id, ${text("'Action ' || n || ' of issue ' || issue.number")},
      (array['inProgress', 'completed', 'notStarted'])[1 + n % 3], n * 20, '2026-02-01'
    from plan_item issue, generate_series(1, ${actionsPerIssue}) n where issue.ref like 'ISS-R2-%'`);
  await client.query(`insert into plan_part (item_id, label, ends_on, baseline_on)
    select id, '', date '2026-06-30' + (id % 300)::int, date '2026-06-30' from plan_item where ref like 'ISS-R2-%' or ref like 'ACT-R2-%'`);
  const entry = `insert into audit (at, command, actor_kind, actor_name, via) values ('2026-02-01T09:00:00Z', 'plan.add', 'system', 'Bench', 'sample') returning id`;
  for (const [table, key] of [
    ['plan_item', 'id'],
    ['plan_part', 'item_id'],
  ] as const)
    await client.query(`with entry as (${entry})
      insert into audit_change (audit_id, table_name, row_id, op, version, after)
      select entry.id, '${table}', row.id, 'insert', 1, jsonb_strip_nulls(to_jsonb(row)) from entry, ${table} row
      where row.${key} in (select id from plan_item where ref like 'ISS-R2-%' or ref like 'ACT-R2-%')`);
  await client.query('commit');
  await client.query('analyze');
}
