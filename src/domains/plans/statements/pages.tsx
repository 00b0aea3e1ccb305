import { show } from '../../../platform/http/show.tsx';
import { type Pages, visit } from '../../../platform/http/visit.ts';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { Words } from '../items/views.tsx';
import { contradictions } from './queries.ts';
import { Statements } from './views.tsx';

/** Where sources contradict each other: each keeps its own words, nobody decided between them. */
export const statementPages = (app: Pages): void => {
  app.get('/plans/statements', async (c) => {
    const v = visit(c);
    const { t } = v;
    const found = await contradictions(v.db, v.actor);
    const subjects = [...Map.groupBy(found, (one) => one.item_ref ?? `plan ${one.review_ref}`).values()];
    return show(
      c,
      { title: t('statement.page'), breadcrumbs: [{ href: '/plans', label: t('plan.register') }] },
      <>
        <PageTitle title={t('statement.page')} lead={t('statement.note')} />
        {subjects.length === 0 && <p class="quiet">{t('statement.none')}</p>}
        {subjects.map((statements) => {
          const [first] = statements;
          if (!first) return null;
          const item = first.item_title;
          return (
            <Section
              title={
                item ? (
                  <a href={`/plans/items/${first.item_ref}#statements`}>
                    {first.item_number && `${first.item_number}. `}
                    <Words v={v} text={item} />
                  </a>
                ) : (
                  <a href={`/plans?review=${first.review_ref}`}>
                    {t('statement.ofWhole')} <Words v={v} text={first.review_title} />
                  </a>
                )
              }
            >
              <Statements v={v} statements={statements} caption={first.item_ref ?? first.review_ref} />
            </Section>
          );
        })}
      </>,
    );
  });
};
