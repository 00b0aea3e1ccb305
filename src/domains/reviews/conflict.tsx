import { inWords } from '../../platform/audit/history-view.tsx';
import type { FormState } from '../../platform/http/submit.ts';
import type { Visit } from '../../platform/http/visit.ts';
import { Notice } from '../../platform/ui/notice/notice.tsx';

/** After a stale edit: who changed which field meanwhile. The form keeps the reader's own input and carries the new version. */
export const ConflictNotice = ({ v, form }: { v: Visit; form: FormState }) => {
  const { refusal } = form;
  if (refusal?.kind !== 'conflict') return null;
  return (
    <Notice t={v.t} tone="attention" text={v.t(refusal.key, refusal.values)}>
      {refusal.changes.length > 0 && (
        <ul>
          {refusal.changes.map((change) => (
            <li>
              <b>{change.who}</b>, {v.t.time(new Date(change.at).toISOString(), 'UTC')}:{' '}
              {v.t.has(`field.name.${change.field}`) ? v.t(`field.name.${change.field}`) : change.field}:{' '}
              <del>{inWords(change.before, v)}</del> → <ins>{inWords(change.after, v)}</ins>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
};

/** The version with which a form goes back: after a conflict the newer one, so that saving again is a decision. */
export const versionOf = (form: FormState, known: number | undefined): number | undefined =>
  form.refusal?.key === 'record.changed' ? Number(form.refusal.values.version) : known;
