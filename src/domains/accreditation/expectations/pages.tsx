import { submit } from '../../../platform/http/submit.ts';
import type { Pages } from '../../../platform/http/visit.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { answerPages } from './answering/pages.tsx';
import { campaignPages } from './campaigns/pages.tsx';
import { reportPages } from './campaigns/report-pages.tsx';
import { settleChanges } from './commands.ts';
import { reportRegister } from './list.ts';
import { questionPages } from './questions/pages.tsx';
import { setPages } from './sets/pages.tsx';

export const pages = (app: Pages): void => {
  serveList(app, reportRegister.path, () => reportRegister, { lead: (v) => v.t('campaign.registerLead') });
  app.post('/organisations/:ref/standing/reports/:report', (c) =>
    submit(c, settleChanges, {
      more: { report: c.req.param('report') },
      done: ({ organisation }) => `/organisations/${encodeURIComponent(organisation)}/standing`,
      flash: 'campaign.settled',
    }),
  );
  questionPages(app);
  campaignPages(app);
  reportPages(app);
  setPages(app);
  answerPages(app);
};
