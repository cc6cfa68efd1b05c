import { EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer } from '@elastic/eui';
import { useState, type ReactElement } from 'react';
import type { Refused } from '../hooks/edit';
import { EmptyFace } from './face';
import { Refusal } from './refusal';

interface TryOutProps<Given, Answer> {
  readonly isRunning: boolean;
  readonly run: (given: Given, then: (answer: Answer) => void, refused: Refused) => void;
  /** What is tried. */
  readonly form: (send: (given: Given) => void) => ReactElement;
  readonly result: (answer: Answer, given: Given) => ReactElement;
  /** What is said when it is refused. */
  readonly refused: string;
  /** What is said before anything was tried. */
  readonly empty: { readonly title: string; readonly body: string };
  readonly formWidth: number;
}

interface Tried<Given, Answer> {
  readonly given: Given;
  readonly answer: Answer;
}

/** A form beside what would come of it, tried without anything happening. */
export function TryOut<Given, Answer>(props: TryOutProps<Given, Answer>): ReactElement {
  const { isRunning, run, form, result, refused, empty, formWidth } = props;
  const [tried, setTried] = useState<Tried<Given, Answer> | undefined>(undefined);
  const [refusal, setRefusal] = useState<unknown>(undefined);
  const send = (given: Given) =>
    run(
      given,
      (answer) => {
        setRefusal(undefined);
        setTried({ given, answer });
      },
      (error) => {
        setTried(undefined);
        setRefusal(error);
      },
    );
  return (
    <EuiFlexGroup gutterSize="l" alignItems="flexStart" wrap>
      <EuiFlexItem grow={false} css={{ flexBasis: formWidth, minWidth: 280, maxWidth: '100%' }}>
        <EuiPanel hasBorder hasShadow={false} paddingSize="m">
          {form(send)}
        </EuiPanel>
        <EuiSpacer size="m" />
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 'min(100%, 420px)' }}>
        <div aria-live="polite" aria-busy={isRunning}>
          <Refusal error={refusal} title={refused} />
          {tried && result(tried.answer, tried.given)}
        </div>
        {!tried && refusal === undefined && <EmptyFace iconName="play" {...empty} />}
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
