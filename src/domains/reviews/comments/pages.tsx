import { show } from '../../../platform/http/show.tsx';
import { emptyForm, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { Pager } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { recommendationOf, trail } from '../recommendations/here.ts';
import type { WholeRecommendation } from '../recommendations/queries.ts';
import { ShortText } from '../recommendations/views.tsx';
import { addComment, changeComment, removeComment } from './commands.ts';
import { commentsQuestion } from './queries.ts';
import { CommentForm, Deeds, type Returned, Said } from './views.tsx';

const perPage = 20;

/** What people say about a recommendation: read by everybody who reads it, written by whoever has signed in. */
export const pages = (app: Pages): void => {
  app.get('/recommendations/:ref/comments', async (c) => commentsPage(c, await recommendationOf(c)));
  app.post('/recommendations/:ref/comments', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, addComment, {
      more: { recommendation: recommendation.ref },
      done: () => here(recommendation),
      again: (form) => commentsPage(c, recommendation, { form }),
      flash: 'comment.added',
    });
  });
  app.post('/recommendations/:ref/comments/:comment{[0-9]{1,15}}', async (c) => {
    const recommendation = await recommendationOf(c);
    const comment = Number(c.req.param('comment'));
    return submit(c, changeComment, {
      more: { comment },
      done: () => `${here(recommendation)}#comment-${comment}`,
      again: (form) => commentsPage(c, recommendation, { comment, form }),
      flash: 'comment.changed',
    });
  });
  app.post('/recommendations/:ref/comments/:comment{[0-9]{1,15}}/removal', async (c) => {
    const recommendation = await recommendationOf(c);
    const comment = Number(c.req.param('comment'));
    return submit(c, removeComment, {
      more: { comment },
      done: () => here(recommendation),
      again: (form) => commentsPage(c, recommendation, { comment, removal: true, form }),
      flash: 'comment.removed',
    });
  });
};

const here = ({ ref }: { ref: string }) => `/recommendations/${ref}/comments`;

const commentsPage = async (c: PageContext, recommendation: WholeRecommendation, returned?: Returned) => {
  const v = visit(c);
  const { t } = v;
  const page = Math.min(10_000, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1));
  const offset = (page - 1) * perPage;
  const comments = await commentsQuestion(v.db, v.actor, recommendation.id, { limit: perPage, offset }).execute();
  const total = comments[0]?.total ?? 0;
  const path = here(recommendation);
  // Beyond the last page: comments were taken out, or the address was made up.
  if (page > 1 && total === 0) return c.redirect(path);
  const fresh = returned && returned.comment === undefined ? returned.form : emptyForm();
  return show(
    c,
    { title: `${t('comment.all')}: ${recommendation.ref}`, breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle title={t('comment.all')} lead={<ShortText v={v} text={recommendation.title} />} />
      <p class="quiet">{t('comment.notPositions')}</p>
      {v.actor.kind === 'person' && !recommendation.archived_at ? (
        <CommentForm v={v} id={returned?.comment === undefined ? undefined : 'new-'} form={fresh} action={path} submit={t('comment.add')} />
      ) : (
        v.actor.kind !== 'person' && <p>{t('comment.signIn')}</p>
      )}
      {comments.length === 0 && <EmptyState title={t('comment.none')} text={t('comment.noneHint')} />}
      <div>
        {comments.map((comment) => (
          <Said v={v} comment={comment}>
            <Deeds v={v} path={path} comment={comment} returned={returned} />
          </Said>
        ))}
      </div>
      {total > perPage && (
        <Pager
          t={t}
          from={offset + 1}
          to={Math.min(total, offset + perPage)}
          total={total}
          previousHref={page > 1 ? `${path}?page=${page - 1}` : undefined}
          nextHref={offset + perPage < total ? `${path}?page=${page + 1}` : undefined}
        />
      )}
    </>,
  );
};
