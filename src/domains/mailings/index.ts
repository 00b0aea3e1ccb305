import type { Domain } from '../../platform/domain.ts';
import { cardOf } from '../../platform/lists/office.ts';
import { chooseMailings, unsubscribe } from './choices/commands.ts';
import { choicePages } from './choices/pages.tsx';
import { api } from './mailing/api.ts';
import { changeMailing, discardMailing, writeMailing } from './mailing/commands.ts';
import { jobs } from './mailing/jobs.ts';
import { mailingList } from './mailing/list.ts';
import { mailingPages } from './mailing/pages.tsx';
import { recipientList } from './mailing/recipients.ts';
import { deliverMailing, sendMailing, stopMailing, testMailing } from './mailing/sending.ts';
import { writing } from './mailing/use.tsx';
import { meanings } from './meanings.ts';
import { messages } from './messages/index.ts';
import { moves } from './moves.ts';
import { right, writesMessages } from './policy.ts';
import { owned } from './tables.ts';

export const mailings: Domain = {
  name: 'mailings',
  tables: owned,
  rights: [right],
  commands: [
    writeMailing,
    changeMailing,
    discardMailing,
    testMailing,
    sendMailing,
    stopMailing,
    deliverMailing,
    chooseMailings,
    unsubscribe,
  ],
  pages: (app) => {
    mailingPages(app);
    choicePages(app);
  },
  api,
  lists: [cardOf(mailingList), cardOf(recipientList, { noun: 'person', id: 'person.id' })],
  usesOfView: [writing],
  jobs,
  menu: [
    { area: 'community', label: 'mailing.menu', href: '/mailings', place: 7, covers: ['/mailing-recipients'], shownTo: writesMessages },
  ],
  meanings,
  moves,
  messages,
};
