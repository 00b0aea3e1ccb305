import { together } from '../../../platform/db/together.ts';
import { conflict, forbidden } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { memberStates } from '../../community/index.ts';
import type { DepartureKind } from './departure.ts';
import { dissolve, resign } from './departure-commands.ts';
import { WhatEnds } from './ends.tsx';
import { LeavingForm } from './forms.tsx';
import { organisationOf, trail } from './organisation-page.ts';
import { endingQuestions, mayQuestion } from './queries.ts';

/** Two plain ways out, each its own page. Neither speaks of anything else. */
export const departurePages = (app: Pages): void => {
  for (const [path, kind, command] of [
    ['leaving', 'resigned', resign],
    ['dissolution', 'dissolved', dissolve],
  ] as const) {
    app.get(`/organisations/:ref/${path}`, (c) => leavingPage(c, kind, path, emptyForm()));
    app.post(`/organisations/:ref/${path}`, (c) =>
      submit(c, command, {
        more: { organisation: c.req.param('ref') },
        done: ({ organisation }) => `/organisations/${encodeURIComponent(organisation)}/standing`,
        again: (form) => leavingPage(c, kind, path, form),
        flash: ({ told }) => (told > 0 ? `departure.done.${kind}` : `departure.doneUntold.${kind}`),
      }),
    );
  }
};

const leavingPage = async (c: PageContext, kind: DepartureKind, path: string, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const one = await organisationOf(c);
  const may = await mayQuestion(v.db, v.actor, one.id).executeTakeFirst();
  if (!may?.leaves) throw forbidden();
  if (!memberStates.includes(one.state)) throw conflict('departure.alreadyLeft');
  const ending = { ...(await together(v.db, endingQuestions(v.db, v.actor, one, may.manages, v.today))), chooses: may.manages };
  const title = t(`departure.title.${kind}`, { organisation: one.name });
  return show(
    c,
    { title, breadcrumbs: trail(v, one) },
    <>
      <PageTitle title={title} lead={t(`departure.lead.${kind}`, { community: v.communityName })} />
      <p>{t(`departure.comeBack.${kind}`)}</p>
      <WhatEnds v={v} ending={ending} all={kind === 'dissolved'} />
      <LeavingForm
        v={v}
        kind={kind}
        action={`/organisations/${encodeURIComponent(one.ref)}/${path}`}
        cancelHref={`/organisations/${encodeURIComponent(one.ref)}/standing`}
        form={form}
        ending={ending}
      />
    </>,
  );
};
