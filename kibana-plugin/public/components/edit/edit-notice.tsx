import { i18n } from '@kbn/i18n';
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

/** Why a form was not saved, or what it edits not deleted: who was faster, or what is wrong with it. What was typed stays in either case. */
export function EditNotice<Item extends object>(props: EditNoticeProps<Item>): ReactElement {
  const { edit, mine, part = (whole) => whole, nameOf } = props;
  const { before, refusal, tried, send, remove, reload } = edit;
  const isDeletion = tried === 'delete';
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
            // Who deletes wants nothing of it: what they saw stands beside what it is now.
            mine={isDeletion ? sameOf(part(before), mine) : mine}
            isDeletion={isDeletion}
            onOverwrite={() => (isDeletion ? remove : send)({ tag: meanwhile.tag })}
            onTakeTheirs={reload}
          />
        </Suspense>
      ) : (
        <Refusal error={refusal} {...(isDeletion && { title: undeletedText() })} {...(nameOf && { nameOf })} />
      )}
    </div>
  );
}

/** Of a state what a form has of it. */
function sameOf(whole: object, form: object): object {
  const all: Readonly<Record<string, unknown>> = { ...whole };
  return Object.fromEntries(Object.keys(form).map((field) => [field, all[field]]));
}

function undeletedText(): string {
  return i18n.translate('incidents.refusal.undeleted', { defaultMessage: 'Nothing was deleted' });
}
