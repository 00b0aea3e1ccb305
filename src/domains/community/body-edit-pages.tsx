import { shownWebAddress } from '../../platform/addresses/url.ts';
import { show } from '../../platform/http/show.tsx';
import type { FormState } from '../../platform/http/submit.ts';
import { type PageContext, visit } from '../../platform/http/visit.ts';
import { termsOf } from '../../platform/terms/terms.ts';
import { PageTitle } from '../../platform/ui/record/record.tsx';
import { bodyTree, type WholeBody } from './queries.ts';
import { BodyForm } from './views.tsx';

const choices = async (c: PageContext) => {
  const v = visit(c);
  const [terms, bodies] = await Promise.all([termsOf(v.db, ['body.kind']), bodyTree(v.db, v.actor)]);
  return { terms, bodies };
};

export const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('body.add'), breadcrumbs: [{ href: '/bodies', label: v.t('body.all') }] },
    <>
      <PageTitle title={v.t('body.add')} />
      <BodyForm v={v} form={form} action="/bodies" cancelHref="/bodies" submit={v.t('body.add')} known={false} {...(await choices(c))} />
    </>,
  );
};

export const editPage = async (c: PageContext, body: WholeBody, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('body.editOf', { ref: body.ref }), breadcrumbs: [{ href: `/bodies/${body.ref}`, label: body.ref }] },
    <>
      <PageTitle title={v.t('body.editOf', { ref: body.ref })} />
      <BodyForm
        v={v}
        form={form}
        action={`/bodies/${body.ref}/edit`}
        cancelHref={`/bodies/${body.ref}`}
        submit={v.t('form.save')}
        version={body.version}
        known
        {...(await choices(c))}
      />
    </>,
  );
};

/** What stands in the form; the next meeting is told in UTC, whatever zone it was written in. */
export const formValues = (body: WholeBody): Record<string, unknown> => ({
  ...body,
  parent: body.parent_ref,
  howToJoin: body.how_to_join,
  charterUrl: body.charter_url && shownWebAddress(body.charter_url),
  nextMeeting: body.next_meeting_at && { local: new Date(body.next_meeting_at).toISOString().slice(0, 16), zone: 'UTC' },
  meetingUrl: body.meeting_url && shownWebAddress(body.meeting_url),
});
