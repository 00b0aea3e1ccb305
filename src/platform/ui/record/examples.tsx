import type { Example } from '../examples.tsx';
import { ButtonLink } from '../form/form.tsx';
import { History } from '../history/history.tsx';
import { Chips, Disclosure, Tabs } from '../navigation/navigation.tsx';
import { LanguageNotice, Prose } from '../prose/prose.tsx';
import { Mark, Stance, stances } from '../status/status.tsx';
import { Table } from '../table/table.tsx';
import { PageTitle, RecordPage, Section } from './record.tsx';

export const recordExamples: Example[] = [
  {
    name: 'RecordPage: a recommendation with everything',
    view: (t) => (
      <RecordPage
        t={t}
        reference="REC-ITEMS-07"
        status={{ tone: 'active', label: 'In progress' }}
        marks={<Mark>formerly Issue 9</Mark>}
        title="Membership criteria should be one for all regions, with expectations that are measured and published"
        actions={
          <>
            <ButtonLink href="#" primary edit>
              Record a position
            </ButtonLink>
            <ButtonLink href="#">Follow</ButtonLink>
            <ButtonLink href="#">Cite</ButtonLink>
          </>
        }
        tabs={
          <Tabs
            t={t}
            label="Views of this recommendation"
            tabs={[
              { href: '#', label: 'Text', current: true },
              { href: '#', label: 'Positions', current: false, count: 5 },
              { href: '#', label: 'Actions', current: false, count: 12 },
              { href: '#', label: 'Comments', current: false, count: 31 },
              { href: '#', label: 'History', current: false },
            ]}
          />
        }
        facts={[
          { label: 'Review', value: <a href="/reviews/2">Second At-Large Review, 2017</a> },
          { label: 'Addressed to', value: 'ALAC, all regional organisations' },
          { label: 'Official answer', value: 'Accepted in part, 23 Jun 2018' },
          { label: 'Priority', value: 'P2, needs community coordination' },
          { label: 'Lead', value: <bdi>Nadia Benhaddou</bdi> },
          { label: 'Staff lead', value: <bdi>Élodie Marchetti</bdi> },
          { label: 'Proposed end', value: <time datetime="2027-06-30">30 Jun 2027</time> },
          { label: 'Source', value: <a href="#source">Final report, page 41</a> },
        ]}
        aside={
          <>
            <Section title="Leads to">
              <ul class="flow">
                <li>
                  <a href="#a">ACT-112 Draft uniform expectations</a>
                </li>
                <li>
                  <a href="#b">ACT-118 Consult the five regions</a>
                </li>
              </ul>
            </Section>
            <Section title="History">
              <History
                t={t}
                more={{ href: '#history', label: 'All 47 changes' }}
                entries={[
                  {
                    when: { iso: '2026-11-20T09:12Z', text: '20 Nov 2026' },
                    who: <bdi>Badr Okafor</bdi>,
                    what: 'moved the end date',
                    changes: [{ label: 'Proposed end', before: <time>31 Mar 2027</time>, after: '30 Jun 2027' }],
                    note: '“Two regions meet only in May.”',
                  },
                  {
                    when: { iso: '2026-10-02T15:40Z', text: '2 Oct 2026' },
                    who: <bdi>梁思远</bdi>,
                    what: 'recorded a position for APRALO',
                    changes: [{ label: 'Stance', after: 'Support' }],
                  },
                  {
                    when: { iso: '2026-09-11T08:00Z', text: '11 Sep 2026' },
                    who: 'Import 14',
                    what: 'brought this in from “ARR-final.docx”',
                  },
                ]}
              />
            </Section>
          </>
        }
      >
        <Section title="The recommendation">
          <Prose
            lang="en"
            dir="ltr"
            original="English, original"
            notice={<LanguageNotice t={t} shown="English" wanted="French" others={[{ href: '#es', label: 'Español' }]} helpHref="#help" />}
          >
            <p>
              The ALAC should adopt one set of membership criteria and expectations for organisations in all five regions. Each region may
              add what its law or its languages require, but no region may ask for less. Every organisation reports every second year in
              what it took part, whom it told about it, and what came of it.
            </p>
            <p>
              Where an organisation has taken part in nothing for two years, the region asks why before it proposes anything; an
              organisation that wishes to leave may do so at any time and is thanked for its service.
            </p>
          </Prose>
        </Section>
        <Section title="Positions" actions={<a href="#matrix">Show as a matrix</a>}>
          <Table
            caption="Positions of the regions"
            captionHidden
            columns={[{ label: 'Body' }, { label: 'Stance' }, { label: 'Since' }, { label: 'Comment' }]}
            rows={[
              ['AFRALO', <Stance {...stances.support} label="Support" />, <time>12 Mar 2023</time>, 'With a transition of two years.'],
              ['APRALO', <Stance {...stances.support} label="Support" />, <time>2 Oct 2026</time>, ''],
              [
                'EURALO',
                <Stance {...stances.depends} label="It depends" />,
                <time>19 Apr 2023</time>,
                'Only if individual members count the same.',
              ],
              [
                'LACRALO',
                <Stance {...stances.oppose} label="Do not support" />,
                <time>5 May 2023</time>,
                'The region has had its own rules since 2007.',
              ],
              ['NARALO', <Stance {...stances.none} label="None yet" />, '', ''],
            ]}
          />
        </Section>
        <Disclosure summary="Where this text comes from">
          <p class="small">Final report of the review, 2 May 2017, page 41. Imported on 11 Sep 2026, unchanged since.</p>
        </Disclosure>
        <Chips
          label="Topics"
          items={[{ label: 'Membership', href: '#m' }, { label: 'Accountability', href: '#a' }, { label: 'Metrics' }]}
        />
      </RecordPage>
    ),
  },
  {
    name: 'PageTitle and Section',
    view: () => (
      <>
        <PageTitle
          title="Recommendations"
          lead="What reviews asked of this community, where each body stands on it, and what came of it."
          actions={
            <ButtonLink href="#" primary>
              Bring in a review
            </ButtonLink>
          }
        />
        <Section
          title="Metrics"
          note="Counted every night from the attendance of calls and meetings."
          actions={<a href="#all">All metrics</a>}
        >
          <p>A section has a rule, a heading, and what one can do on the other side.</p>
        </Section>
      </>
    ),
  },
];
