import { show } from '../../../platform/http/show.tsx';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { CardGrid } from '../../../platform/ui/doors/doors.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { notOne } from './here.ts';
import { recommendationsNamed } from './queries.ts';

/** The address is a name that several recommendations share: the reader chooses. Refuses where none has it. */
export const namesakesPage = async (c: PageContext) => {
  const v = visit(c);
  const name = c.req.param('ref') ?? '';
  const several = await recommendationsNamed(v.db, v.actor, name);
  if (several.length === 0) throw await notOne(v, name);
  c.status(300);
  return show(
    c,
    { title: name, breadcrumbs: [{ href: '/recommendations', label: v.t('recommendation.register') }] },
    <>
      <PageTitle title={<bdi>{name}</bdi>} lead={v.t('recommendation.namesakes', { count: several.length })} />
      <CardGrid
        cards={several.map((one) => ({
          href: `/recommendations/${one.ref}`,
          meta: <span class="reference quiet">{one.ref}</span>,
          title: <InLanguage page={v.language} {...textIn(one.title, v.languages)} />,
          text: <InLanguage page={v.language} {...textIn(one.review_title, v.languages)} />,
        }))}
      />
    </>,
  );
};
