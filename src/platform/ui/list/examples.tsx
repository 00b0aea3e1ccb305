import type { Example } from '../examples.tsx';
import { ButtonLink } from '../form/form.tsx';
import { EmptyState } from '../notice/notice.tsx';
import { StatusChip } from '../status/status.tsx';
import type { Tone } from '../words.tsx';
import { BulkBar, ColumnChooser, Filters, GroupHead, LinkMenu, ListFrame, SortHead } from './list.tsx';

const rows: [string, string, Tone, string, string, string, string][] = [
  [
    'ACT-101',
    'Publish the policy platform in the six languages of the United Nations',
    'done',
    'Completed',
    'ALAC',
    'Jonathan Reyes',
    '12 Mar 2025',
  ],
  ['ACT-112', 'Draft uniform expectations for organisations', 'active', 'In progress', 'ALAC', 'Nadia Benhaddou', '30 Jun 2027'],
  ['ACT-118', 'Consult the five regions', 'waiting', 'On hold – pending internal process', 'ALAC', '梁思远', '15 Feb 2027'],
];
const more: typeof rows = [
  [
    'ACT-131',
    'Write to organisations that took part in nothing for two years',
    'problem',
    'Off track',
    'AFRALO',
    'محمد الأمين',
    '31 Oct 2026',
  ],
  [
    'ACT-140',
    'Pair every newcomer with a mentor in their own language',
    'neutral',
    'Not started',
    'AFRALO',
    'Élodie Marchetti',
    '1 Sep 2027',
  ],
];

export const listExamples: Example[] = [
  {
    name: 'ListFrame: filters, chips, groups, bulk, pages',
    view: (t) => (
      <ListFrame
        t={t}
        total={214}
        clearHref="#clear"
        active={[
          { label: 'Review: Second At-Large Review', removeHref: '#1' },
          { label: 'Due before 31 Dec 2027', removeHref: '#2' },
        ]}
        filters={
          <Filters
            t={t}
            action="/actions"
            search={{ name: 'q', value: '' }}
            facets={[
              {
                name: 'status',
                label: 'Status',
                options: [
                  { value: 'open', label: 'In progress', count: 88, checked: true },
                  { value: 'late', label: 'Off track', count: 12, checked: true },
                  { value: 'done', label: 'Completed', count: 114, checked: false },
                ],
              },
              { name: 'body', label: 'Body', options: [{ value: 'alac', label: 'ALAC', count: 140, checked: false }] },
              { name: 'lead', label: 'Lead', options: [{ value: 'nb', label: 'Nadia Benhaddou', checked: false }] },
            ]}
          />
        }
        tools={
          <>
            <LinkMenu
              label="Views"
              links={[
                { href: '#mine', label: 'My actions', current: true },
                { href: '#late', label: 'Overdue' },
              ]}
            />
            <ColumnChooser
              t={t}
              action="/actions"
              name="columns"
              columns={[
                { name: 'title', label: 'Action', shown: true, fixed: true },
                { name: 'lead', label: 'Lead', shown: true },
                { name: 'due', label: 'Due', shown: true },
              ]}
            />
            <LinkMenu
              label="Download"
              links={[
                { href: '#csv', label: 'CSV' },
                { href: '#xlsx', label: 'Spreadsheet' },
                { href: '#json', label: 'JSON' },
              ]}
            />
          </>
        }
        bulk={
          <BulkBar
            t={t}
            action="/actions/bulk"
            total={214}
            deeds={[
              { value: 'status', label: 'Set the status' },
              { value: 'tag', label: 'Add a tag' },
              { value: 'mail', label: 'Write to the leads' },
            ]}
          />
        }
        pager={{
          from: 1,
          to: 50,
          total: 214,
          nextHref: '#next',
          sizes: [
            { href: '#20', label: '20', current: false },
            { href: '#50', label: '50', current: true },
            { href: '#100', label: '100', current: false },
          ],
        }}
      >
        <table class="table stack">
          <caption class="vh">Actions</caption>
          <thead>
            <tr>
              <th scope="col" class="tick">
                <span class="vh">Tick</span>
              </th>
              <SortHead label="Reference" href="#s1" sorted="ascending" />
              <SortHead label="Action" href="#s2" />
              <SortHead label="Status" href="#s3" />
              <SortHead label="Lead" href="#s4" />
              <SortHead label="Due" href="#s5" />
            </tr>
          </thead>
          {[rows, more].map((group) => (
            <tbody>
              <GroupHead t={t} label={group[0]?.[4] ?? ''} count={group.length} columns={6} toggle={{ href: '#fold', open: true }} />
              {group.map(([reference, title, tone, status, , lead, due]) => (
                <tr>
                  <td class="tick">
                    <input type="checkbox" name="id" value={reference} form="bulk" aria-label={reference} />
                  </td>
                  <th scope="row" class="reference">
                    <a href={`#${reference}`}>{reference}</a>
                  </th>
                  <td>{title}</td>
                  <td data-label="Status">
                    <StatusChip tone={tone} label={status} />
                  </td>
                  <td data-label="Lead">
                    <bdi>{lead}</bdi>
                  </td>
                  <td data-label="Due">
                    <time>{due}</time>
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </ListFrame>
    ),
  },
  {
    name: 'ListFrame: nothing found',
    view: (t) => (
      <ListFrame
        t={t}
        total={0}
        active={[{ label: 'Stance: Do not support', removeHref: '#1' }]}
        clearHref="#clear"
        filters={<Filters t={t} action="/recommendations" search={{ name: 'q', value: 'sortition' }} />}
        empty={
          <EmptyState title="No recommendation matches" text="Take a filter off, or look for another word.">
            <ButtonLink href="#all">Show all 85 recommendations</ButtonLink>
          </EmptyState>
        }
      />
    ),
  },
];
