import type { Example } from '../examples.tsx';
import { Breadcrumbs, Chips, Disclosure, Menu, Pager, Tabs } from './navigation.tsx';

export const navigationExamples: Example[] = [
  {
    name: 'Breadcrumbs, Tabs, Pager',
    view: (t) => (
      <div class="flow">
        <Breadcrumbs
          t={t}
          label="Example of a trail"
          trail={[
            { href: '#1', label: 'Reviews' },
            { href: '#2', label: 'Second At-Large Review' },
            { href: '#3', label: 'Membership' },
          ]}
        />
        <Tabs
          t={t}
          label="Example of tabs"
          tabs={[
            { href: '#', label: 'Summary', current: true },
            { href: '#', label: 'Roles', current: false, count: 4 },
            { href: '#', label: 'Participation', current: false, count: 1204 },
          ]}
        />
        <Pager t={t} label="Example of a pager" from={51} to={100} total={1204} previousHref="#p" nextHref="#n" />
      </div>
    ),
  },
  {
    name: 'Menu, Disclosure, Chips',
    view: () => (
      <div class="flow">
        <Menu label="More" end={false}>
          <li>
            <a href="#1">Copy the link</a>
          </li>
          <li>
            <a href="#2">Print</a>
          </li>
        </Menu>
        <Disclosure summary="How this is counted">
          <p class="small">Everyone who was present at one call or more between 1 Jul 2025 and 30 Jun 2026.</p>
        </Disclosure>
        <Chips items={[{ label: 'DNS abuse', href: '#d' }, { label: 'Universal acceptance' }, { label: 'العربية' }]} />
      </div>
    ),
  },
];
