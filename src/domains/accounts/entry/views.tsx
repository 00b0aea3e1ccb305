import type { Child } from 'hono/jsx';
import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { Actions, Field, Form, Hidden, Notice, PageTitle } from '../../../platform/ui/index.ts';
import { Problems } from '../problems.tsx';
import { limits } from './code.ts';

/** The ways to sign in, one section each, below one title. */
const SignIn = ({ title, lead, children }: { title: string; lead: string; children?: Child }) => (
  <article class="flow">
    <PageTitle title={title} lead={lead} />
    {children}
  </article>
);

/** `children` are the further ways in. */
export const AskForm = ({ t, form, back, children }: { t: T; form: FormState; back: string; children?: Child }) => {
  const { field } = formWords(form, t);
  return (
    <SignIn title={t('signIn.title')} lead={t('signIn.lead')}>
      <Form action="/sign-in" guard={false} once={false} label={t('signIn.title')}>
        <Problems t={t} form={form} />
        <Hidden name="return" value={back} />
        <Field
          {...field('address')}
          label={t('signIn.address')}
          control="text"
          required
          attributes={{ autocomplete: 'email', inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' }}
        />
        <Actions t={t} submit={t('signIn.send')} />
      </Form>
      {children}
    </SignIn>
  );
};

/** Says the same to everybody: whether an account exists shows in the mailbox only. */
export const CodeForm = ({ t, form, back, spent }: { t: T; form: FormState; back: string; spent: boolean }) => {
  const { error } = formWords(form, t);
  return (
    <SignIn title={t('signIn.codeTitle')} lead={t('signIn.codeLead', { minutes: limits.minutes })}>
      {spent ? (
        <Notice
          t={t}
          tone="problem"
          text={t('signIn.codeSpent')}
          action={{ href: `/sign-in?return=${encodeURIComponent(back)}`, label: t('signIn.again') }}
        />
      ) : (
        <Form action="/sign-in/code" guard={false} once={false} label={t('signIn.codeTitle')}>
          <Problems t={t} form={form} />
          <Hidden name="return" value={back} />
          <Field
            t={t}
            name="code"
            label={t('signIn.code')}
            hint={t('signIn.codeHint')}
            control="text"
            required
            error={error('code')}
            attributes={{ autocomplete: 'one-time-code', inputmode: 'numeric', maxlength: '20', dir: 'ltr' }}
          />
          <Actions t={t} submit={t('signIn.go')}>
            <a href={`/sign-in?return=${encodeURIComponent(back)}`}>{t('signIn.again')}</a>
          </Actions>
        </Form>
      )}
    </SignIn>
  );
};

/** A button, because programs that look into mails open links but press no buttons. */
export const LinkForm = ({ t, token }: { t: T; token: string }) => (
  <SignIn title={t('signIn.title')} lead={t('signIn.linkLead')}>
    <Form action={`/sign-in/link/${encodeURIComponent(token)}`} guard={false} once={false} label={t('signIn.title')}>
      <Actions t={t} submit={t('signIn.go')} />
    </Form>
  </SignIn>
);
