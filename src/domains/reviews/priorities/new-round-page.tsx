import { holdsEverywhere } from '../../../platform/access/actor.ts';
import { forbidden } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import type { FormState } from '../../../platform/http/submit.ts';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { bodyTree } from '../../community/index.ts';
import type { WholeReview } from '../recommendations/queries.ts';
import { ShortText } from '../recommendations/views.tsx';
import { candidates, roundsOf } from './queries.ts';
import { RoundForm } from './round-forms.tsx';

export const peopleToInvite = async (v: Visit) => {
  const [people, bodies] = await Promise.all([candidates(v.db, v.actor, v.today), bodyTree(v.db, v.actor)]);
  return { people, bodies: bodies.map((body) => ({ value: body.ref, label: body.acronym ?? textIn(body.name, v.languages).text })) };
};

export const newRoundPage = async (c: PageContext, review: WholeReview, form: FormState) => {
  const v = visit(c);
  if (!holdsEverywhere(v.actor, 'priority.manage')) throw forbidden(v.actor.kind === 'visitor' ? 'refusal.signIn' : 'refusal.forbidden');
  const [choices, earlier] = await Promise.all([peopleToInvite(v), roundsOf(v.db, v.actor, review.id, v.today)]);
  return show(
    c,
    {
      title: v.t('priority.openRound'),
      breadcrumbs: [
        { href: `/reviews/${review.ref}`, label: review.ref },
        { href: `/reviews/${review.ref}/priorities`, label: v.t('priority.all') },
      ],
    },
    <>
      <PageTitle title={v.t('priority.openRound')} lead={<ShortText v={v} text={review.title} />} />
      <RoundForm
        v={v}
        form={form.values.after === undefined && earlier[0] ? { ...form, values: { ...form.values, after: earlier[0].id } } : form}
        action={`/reviews/${review.ref}/rounds`}
        cancelHref={`/reviews/${review.ref}/priorities`}
        earlier={earlier}
        {...choices}
      />
    </>,
  );
};
