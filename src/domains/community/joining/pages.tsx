import { submit } from '../../../platform/http/submit.ts';
import type { Pages } from '../../../platform/http/visit.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { termsOf } from '../../../platform/terms/terms.ts';
import { acceptRequest, askToJoin, declineRequest } from './commands.ts';
import { groupRegister } from './list.ts';

/** What is done on the page of a body leads back there. */
export const pages = (app: Pages): void => {
  serveList(app, '/groups', async (v) => groupRegister(await termsOf(v.db, ['body.kind']), v.today), {
    lead: (v) => v.t('group.registerLead'),
  });
  app.post('/bodies/:ref/join', (c) =>
    submit(c, askToJoin, { more: { body: c.req.param('ref') }, done: ({ ref }) => `/bodies/${ref}#join`, flash: 'join.asked' }),
  );
  app.post('/join-requests/:request{[0-9]{1,15}}/acceptance', (c) =>
    submit(c, acceptRequest, { more: { request: c.req.param('request') }, done: ({ ref }) => `/bodies/${ref}`, flash: 'join.accepted' }),
  );
  app.post('/join-requests/:request{[0-9]{1,15}}/refusal', (c) =>
    submit(c, declineRequest, { more: { request: c.req.param('request') }, done: ({ ref }) => `/bodies/${ref}`, flash: 'join.declined' }),
  );
};
