import type { Change } from '../errors.ts';
import type { FormState } from '../http/submit.ts';
import type { Visit } from '../http/visit.ts';
import { Notice } from '../ui/notice/notice.tsx';
import { After, Before, Rewordings, rewordings } from './change-view.tsx';
import { saysNothing } from './meanings.ts';
import { isNothing, labelOf } from './value-view.tsx';

/** After a stale edit: who changed which field meanwhile. The form keeps the reader's own input and carries the new version. */
export const ConflictNotice = ({ v, form }: { v: Visit; form: FormState }) => {
  const { refusal } = form;
  if (refusal?.kind !== 'conflict') return null;
  const told = refusal.changes.filter(
    ({ table, field, before, after }) => !saysNothing(table, field) && !(isNothing(before) && isNothing(after)),
  );
  return (
    <Notice t={v.t} tone="attention" text={v.t(refusal.key, refusal.values)}>
      {[...Map.groupBy(told, ({ who, at }) => `${at} ${who}`).values()].map((changes) => (
        <>
          <p>
            <b>{changes[0]?.who}</b>, {v.t.time(new Date(changes[0]?.at ?? '').toISOString(), 'UTC')}
          </p>
          <ul>
            {changes.map((change) => (
              <li>
                {labelOf(v, change.field, change.table)}: <Told v={v} change={change} />
              </li>
            ))}
          </ul>
        </>
      ))}
    </Notice>
  );
};

const Told = ({ v, change }: { v: Visit; change: Change }) => {
  const texts = rewordings(change);
  if (texts.length > 0) return <Rewordings v={v} texts={texts} />;
  return (
    <>
      {!isNothing(change.before) && (
        <>
          <del>
            <Before v={v} change={change} />
          </del>{' '}
          <span class="arrow" aria-hidden="true" />{' '}
        </>
      )}
      <ins>
        <After v={v} change={change} />
      </ins>
    </>
  );
};

/** The version with which a form goes back: after a conflict the newer one, so that saving again is a decision. */
export const versionOf = <Known extends number | undefined>(form: FormState, known: Known): number | Known =>
  form.refusal?.key === 'record.changed' ? Number(form.refusal.values.version) : known;
