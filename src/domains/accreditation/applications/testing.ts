import type { z } from 'zod';
import type { formEdition } from './form/form.ts';

// Forms for tests, as small as forms can be. Only tests import this file.

export const smallForm = (kind: 'organisation' | 'individual' = 'organisation'): z.input<typeof formEdition> => ({
  kind,
  content: {
    criteria: [{ key: 'informs', label: 'Keeps its members informed' }],
    questions: [
      { key: 'name', label: 'Name', control: 'line', required: true, means: 'name' },
      { key: 'country', label: 'Country', control: 'country', required: true, means: 'country' },
      ...(kind === 'organisation'
        ? [
            { key: 'contact', label: 'Your name', control: 'line', required: true, means: 'contactName' },
            { key: 'contactEmail', label: 'Your address', control: 'email', means: 'contactEmail' },
            { key: 'website', label: 'Website', control: 'url', means: 'website' },
          ]
        : []),
      { key: 'agrees', label: 'We will inform our members', control: 'confirm', required: true },
    ],
    checklist: [{ key: 'exists', label: 'The applicant exists' }],
    reasons: [{ key: 'spam', label: { en: 'Not a serious application', fr: 'Candidature non sérieuse' } }],
    reviewRoutes: [
      { key: 'committee', label: 'Committee', text: 'Ask the committee to look again.' },
      { key: 'ombudsman', label: 'Ombudsman', text: 'Write to the ombudsman.' },
      { key: 'board', label: 'Board', text: 'Ask the Board to reconsider.' },
    ],
    rules: {
      days: { received: 7, incomplete: 30, diligence: 30, advice: 30, vote: 10 },
      silence: 60,
      ...(kind === 'organisation' ? { vote: { numerator: 2, denominator: 3, quorum: 3 } } : {}),
    },
    welcome: {
      text: 'Join the next call.',
      account: true,
      lists: [{ name: 'Announcements', keeper: 'lists@example.org' }],
      ...(kind === 'organisation' ? { announce: [{ name: 'News of the region', address: 'announce@example.org' }] } : {}),
    },
  },
});
