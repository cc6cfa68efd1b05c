import { EuiPanel, EuiText } from '@elastic/eui';
import type { ReactElement } from 'react';

/** What would come of what is in a form, as it stands. */
export function Outlook({
  lines,
  subject,
}: {
  readonly lines: readonly string[];
  readonly subject: string;
}): ReactElement {
  return (
    <EuiPanel color="subdued" paddingSize="s" hasShadow={false} data-test-subj={subject}>
      <EuiText size="s" aria-live="polite">
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </EuiText>
    </EuiPanel>
  );
}
