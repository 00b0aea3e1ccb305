import type { FormState } from '../http/submit.ts';
import type { Visit } from '../http/visit.ts';
import { Notice } from '../ui/notice/notice.tsx';
import { After, Before, Rewordings, rewordings } from './change-view.tsx';
import { labelOf } from './value-view.tsx';

/** After a stale edit: who changed which field meanwhile. The form keeps the reader's own input and carries the new version. */
export const ConflictNotice = ({ v, form }: { v: Visit; form: FormState }) => {
  const { refusal } = form;
  if (refusal?.kind !== 'conflict') return null;
  return (
    <Notice t={v.t} tone="attention" text={v.t(refusal.key, refusal.values)}>
      {refusal.changes.length > 0 && (
        <ul>
          {refusal.changes.map((change) => {
            const texts = rewordings(change);
            return (
              <li>
                <b>{change.who}</b>, {v.t.time(new Date(change.at).toISOString(), 'UTC')}: {labelOf(v, change.field, change.table)}:{' '}
                {texts.length > 0 ? (
                  <Rewordings v={v} texts={texts} />
                ) : (
                  <>
                    <del>
                      <Before v={v} change={change} />
                    </del>{' '}
                    <span class="arrow" aria-hidden="true" />{' '}
                    <ins>
                      <After v={v} change={change} />
                    </ins>
                  </>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Notice>
  );
};

/** The version with which a form goes back: after a conflict the newer one, so that saving again is a decision. */
export const versionOf = <Known extends number | undefined>(form: FormState, known: Known): number | Known =>
  form.refusal?.key === 'record.changed' ? Number(form.refusal.values.version) : known;
