import { lazy, Suspense, useEffect, useRef, type ReactElement } from 'react';
import type { Edit } from '../../hooks/edit';
import { Refusal } from '../refusal';
import { meanwhileOf } from './meanwhile';

/** Seldom needed, and as large as a form. */
const ChangedMeanwhile = lazy(async () => ({
  default: (await import(/* webpackChunkName: "meanwhile" */ './changed-meanwhile')).ChangedMeanwhile,
}));

interface EditNoticeProps<Item> {
  readonly edit: Edit<Item>;
  /** What is in the form, as it would be saved. */
  readonly mine: object;
  /** What the form holds of a state; all of it, without. */
  readonly part?: (whole: Item) => object;
  /** What a path of the request is called in the form. */
  readonly nameOf?: (path: string) => string;
}

/** Why a form was not saved: who was faster, or what is wrong with it. What was typed stays in either case. */
export function EditNotice<Item extends object>(props: EditNoticeProps<Item>): ReactElement {
  const { edit, mine, part = (whole) => whole, nameOf } = props;
  const { before, refusal, send, reload } = edit;
  const meanwhile = meanwhileOf(refusal);
  const place = useRef<HTMLDivElement>(null);
  // The form may be longer than its window, and the button stands at its end.
  useEffect(() => {
    if (refusal !== undefined) place.current?.scrollIntoView?.({ block: 'nearest' });
  }, [refusal]);
  return (
    <div ref={place}>
      {meanwhile && before ? (
        <Suspense fallback={null}>
          <ChangedMeanwhile
            meanwhile={meanwhile}
            before={part(before)}
            // What is edited here is answered here.
            theirs={part(meanwhile.current as Item)}
            mine={mine}
            onOverwrite={() => send({ tag: meanwhile.tag })}
            onTakeTheirs={reload}
          />
        </Suspense>
      ) : (
        <Refusal error={refusal} {...(nameOf && { nameOf })} />
      )}
    </div>
  );
}
