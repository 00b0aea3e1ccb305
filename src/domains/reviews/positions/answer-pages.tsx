import { type FormatName, formats } from '../../../platform/documents/formats.ts';
import { sendDocument } from '../../../platform/http/send-file.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { raw } from '../../../platform/ui/markup.ts';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { reviewOf } from '../recommendations/here.ts';
import { type WholeReview, wordsOfReviews } from '../recommendations/queries.ts';
import { ShortText } from '../recommendations/views.tsx';
import { finaliseAnswer } from './commands.ts';
import { DecisionForm } from './forms.tsx';
import { bodyHere } from './here.ts';
import { letterOf } from './letter.ts';
import { answerOf } from './queries.ts';
import { AnswerLines } from './views.tsx';

/** A body's whole answer to a review: on a page, and as a letter. */
export const answerPages = (app: Pages): void => {
  app.get('/reviews/:ref/answers/:body', async (c) => answerPage(c, await reviewOf(c), emptyForm()));
  app.post('/reviews/:ref/answers/:body', async (c) => {
    const review = await reviewOf(c);
    const body = c.req.param('body');
    return submit(c, finaliseAnswer, {
      more: { review: review.ref, body },
      done: () => `/reviews/${review.ref}/answers/${body}`,
      again: (form) => answerPage(c, review, form),
      flash: 'position.answerFinalised',
    });
  });
  for (const format of ['html', 'pdf', 'docx', 'md', 'txt'] as const)
    app.get(`/reviews/:ref/answers/:body/letter.${format}`, async (c) => letter(c, await reviewOf(c), format));
};

const answerData = async (c: PageContext, v: Visit, review: WholeReview) => {
  const { body } = await bodyHere(c, v, 0);
  const [terms, lines] = await Promise.all([wordsOfReviews(v.db), answerOf(v.db, v.actor, review.id, body.id)]);
  return { body, terms, lines };
};

const answerPage = async (c: PageContext, review: WholeReview, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const { body, terms, lines } = await answerData(c, v, review);
  const base = `/reviews/${review.ref}/answers/${body.ref}`;
  const open = lines.filter((line) => line.stance && line.state !== 'final').length;
  const title = t('letter.of', { body: textIn(body.name, v.languages).text });
  return show(
    c,
    {
      title,
      breadcrumbs: [
        { href: '/reviews', label: t('review.all') },
        { href: `/reviews/${review.ref}`, label: review.ref },
      ],
    },
    <>
      <PageTitle
        title={title}
        lead={<ShortText v={v} text={review.title} />}
        actions={(['html', 'pdf', 'docx'] as const).map((format) => (
          <ButtonLink href={`${base}/letter.${format}`}>{t('letter.as', { format: format.toUpperCase() })}</ButtonLink>
        ))}
      />
      {open > 0 && body.may_finalise && (
        <Disclosure summary={t('position.finaliseAll', { count: open })} open={form.problems.length > 0}>
          <DecisionForm v={v} form={form} action={base} submit={t('position.finaliseAll', { count: open })} />
        </Disclosure>
      )}
      <AnswerLines v={v} lines={lines} terms={terms} />
    </>,
  );
};

const letter = async (c: PageContext, review: WholeReview, format: FormatName) => {
  const v = visit(c);
  const { body, terms, lines } = await answerData(c, v, review);
  const document = letterOf(v, { review, body, lines, terms, to: c.req.query('to') });
  if (format !== 'html') return sendDocument(c, document, format, `${review.ref}-${body.ref}`);
  return show(
    c,
    { title: document.title, breadcrumbs: [{ href: `/reviews/${review.ref}/answers/${body.ref}`, label: body.ref }] },
    raw(String(await formats.html.write(document))),
  );
};
