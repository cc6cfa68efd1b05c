import { EuiAccordion, EuiCodeBlock, EuiPanel, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { LedgerDetail } from 'incident-core';
import type { ReactElement } from 'react';
import { Subdued } from '../small';
import { shown } from '../text';

const LONGEST = 64 * 1024;

/** What was posted, as it came: text and nothing but text, whatever it says. */
export function RawBody({ event }: { readonly event: LedgerDetail }): ReactElement {
  const { body, body_hidden: hidden, content_type: type, body_sha256: hash } = event;
  if (body === null) {
    return (
      <EuiText size="s" data-test-subj="incidentsRawHidden">
        {hidden === 'role'
          ? i18n.translate('incidents.raw.role', {
              defaultMessage: 'What was posted is shown to those who may respond to incidents.',
            })
          : i18n.translate('incidents.raw.gone', { defaultMessage: 'What was posted is not kept any more.' })}
      </EuiText>
    );
  }
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m">
      <EuiAccordion
        id="incidents-raw"
        buttonContent={i18n.translate('incidents.raw.title', { defaultMessage: 'What was posted' })}
        data-test-subj="incidentsRaw"
      >
        <EuiSpacer size="s" />
        <Subdued size="xs">
          {[type ?? '–', body.form === 'base64' ? 'base64' : null, `SHA-256 ${hash.slice(0, 16)}…`]
            .filter((part) => part !== null)
            .join(' · ')}
        </Subdued>
        <EuiSpacer size="s" />
        <EuiCodeBlock
          isCopyable
          overflowHeight={400}
          paddingSize="s"
          fontSize="s"
          aria-label={i18n.translate('incidents.raw.title', { defaultMessage: 'What was posted' })}
          data-test-subj="incidentsRawBody"
        >
          {readable(body, LONGEST)}
        </EuiCodeBlock>
      </EuiAccordion>
    </EuiPanel>
  );
}

/** JSON with its lines broken; all else as it is. Signs that turn the direction of text are shown, not obeyed. */
function readable({ form, content }: NonNullable<LedgerDetail['body']>, most: number): string {
  if (form === 'base64') return content.slice(0, most);
  try {
    return shown(JSON.stringify(JSON.parse(content), null, 2), most);
  } catch {
    return shown(content, most);
  }
}
