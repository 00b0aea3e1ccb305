import type { Child } from 'hono/jsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import { formWords } from '../../../platform/http/form-state.ts';
import { emptyForm, type FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { Remark } from '../../../platform/ui/remark/remark.tsx';
import type { ReadComment } from './queries.ts';

/** How many of the latest comments a recommendation shows on its own page. */
export const shownOnRecord = 3;

/** The latest comments on a recommendation and the way to all of them. */
export const CommentsPart = ({
  v,
  recommendation,
  comments,
}: {
  v: Visit;
  recommendation: { ref: string };
  comments: readonly ReadComment[];
}) => {
  const total = comments[0]?.total ?? 0;
  const speaks = v.actor.kind === 'person';
  if (total === 0 && !speaks) return null;
  return (
    <Section id="comments" title={v.t('comment.all')}>
      <p class="quiet small">{v.t('comment.notPositions')}</p>
      <div>
        {comments.map((comment) => (
          <Said v={v} comment={comment} />
        ))}
      </div>
      {(speaks || total > comments.length) && (
        <p>
          <a href={`/recommendations/${recommendation.ref}/comments`}>
            {total > comments.length ? v.t('comment.readAll', { count: total }) : v.t('comment.write')}
          </a>
        </p>
      )}
    </Section>
  );
};

export const Said = ({ v, comment, children }: { v: Visit; comment: ReadComment; children?: Child }) => (
  <Remark
    id={`comment-${comment.id}`}
    who={comment.author ?? v.t('comment.somebody')}
    when={{ iso: comment.said_on, text: v.t.day(comment.said_on) }}
    text={comment.text}
  >
    {children}
  </Remark>
);

export const CommentForm = ({ v, id, form, action, version, submit }: CommentFormProps) => {
  const { field } = formWords(form, v.t);
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      <Field
        {...field('text')}
        {...(id ? { id: `${id}text` } : {})}
        label={v.t('comment.text')}
        hint={v.t('comment.whoReads')}
        control="textarea"
        required
      />
      <Actions t={v.t} submit={submit} />
    </Form>
  );
};

interface CommentFormProps {
  v: Visit;
  /** Before the ids of its fields, where another form on the page has them. */
  id?: string | undefined;
  form: FormState;
  action: string;
  version?: number | undefined;
  submit: string;
}

/** What came back from sending one of the forms of the page: of which comment, or of a new one; `removal` where that was asked. */
export interface Returned {
  comment?: number;
  removal?: boolean;
  form: FormState;
}

/** What its author, or whoever keeps the review, can do with a comment. */
export const Deeds = ({ v, path, comment, returned }: { v: Visit; path: string; comment: ReadComment; returned: Returned | undefined }) => {
  const { t } = v;
  const back = returned?.comment === comment.id ? returned : undefined;
  if (comment.may_change)
    return (
      <Disclosure summary={t('comment.change')} open={back !== undefined}>
        <CommentForm
          v={v}
          id={back ? undefined : `comment-${comment.id}-`}
          form={back?.form ?? emptyForm({ text: comment.text })}
          action={`${path}/${comment.id}`}
          version={comment.version}
          submit={t('form.save')}
        />
        <ButtonForm action={`${path}/${comment.id}/removal`}>{t('comment.remove')}</ButtonForm>
      </Disclosure>
    );
  if (!comment.may_remove) return null;
  return (
    <ReasonForm
      v={v}
      form={back?.removal ? back.form : undefined}
      action={`${path}/${comment.id}/removal`}
      deed={t('comment.remove')}
      label={t('recommendation.reason')}
      danger
    />
  );
};
