import type { Example } from '../examples.tsx';
import { Remark } from './remark.tsx';

export const remarkExamples: Example[] = [
  {
    name: 'Remarks: a note of a kind, and a question',
    view: () => (
      <>
        <Remark
          kind="Call"
          who="Ana Prado"
          when={{ iso: '2026-03-12', text: '12 Mar 2026' }}
          text={'Can take on one more review.\nPrefers mornings.'}
        />
        <Remark who="Staff" when={{ iso: '2026-03-14', text: '14 Mar 2026' }} text="Who chairs the board? See https://example.org/board" />
      </>
    ),
  },
];
