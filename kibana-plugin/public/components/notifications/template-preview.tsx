import { EuiBadge, EuiCallOut, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { TemplatePreviewAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { ErrorFace, LoadingFace } from '../face';
import { icon } from '../icon';
import { Subdued } from '../small';
import { shown } from '../text';
import { partText } from './template-parts';

interface TemplatePreviewPanelProps {
  readonly answer: TemplatePreviewAnswer | undefined;
  readonly error: unknown;
  readonly isForbidden: boolean;
  /** They stand beside the text. */
  readonly hasFaults: boolean;
}

/** A message as its reader would see it. */
export function TemplatePreviewPanel(props: TemplatePreviewPanelProps): ReactElement {
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsTemplatePreview">
      <EuiTitle size="xs">
        <h2>{i18n.translate('incidents.templates.preview', { defaultMessage: 'Preview' })}</h2>
      </EuiTitle>
      <EuiSpacer size="s" />
      <div aria-live="polite">
        <Preview {...props} />
      </div>
    </EuiPanel>
  );
}

function Preview({ answer, error, isForbidden, hasFaults }: TemplatePreviewPanelProps): ReactElement {
  if (isForbidden) {
    return (
      <Subdued size="s">
        {i18n.translate('incidents.templates.forbidden', {
          defaultMessage: 'Who manages incidents sees here what a template becomes.',
        })}
      </Subdued>
    );
  }
  if (hasFaults) {
    return (
      <EuiCallOut
        size="s"
        color="danger"
        iconType={icon('error')}
        title={i18n.translate('incidents.templates.faulty', {
          defaultMessage: 'This template cannot be used: see what stands below it',
        })}
        data-test-subj="incidentsTemplateFaulty"
      />
    );
  }
  if (error) return <ErrorFace error={error} />;
  if (!answer) return <LoadingFace />;
  const { parts, sizes, warnings } = answer;
  return (
    <>
      {parts.subject !== undefined && (
        <EuiText size="s">
          <p>
            <strong>
              <bdi>{shown(parts.subject, 1_000)}</bdi>
            </strong>
          </p>
        </EuiText>
      )}
      {parts.html !== undefined && (
        <>
          <iframe
            title={i18n.translate('incidents.templates.mail', { defaultMessage: 'The mail' })}
            // No scripts, no forms, no way out of it: what stands in a template is not ours.
            sandbox=""
            srcDoc={parts.html}
            css={{ width: '100%', height: 380, border: 0, background: '#fff', borderRadius: 4 }}
          />
          <EuiSpacer size="m" />
        </>
      )}
      {parts.text !== undefined && (
        <EuiPanel hasShadow={false} color="subdued" paddingSize="s">
          <EuiText size="s">
            <div css={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} data-test-subj="incidentsTemplateText">
              <bdi>{shown(parts.text, 20_000)}</bdi>
            </div>
          </EuiText>
        </EuiPanel>
      )}
      <EuiSpacer size="s" />
      <div css={{ display: 'flex', flexWrap: 'wrap', gap: 4 }}>
        {sizes.map(({ part, characters, sms_segments }) => (
          <EuiBadge key={part} color="hollow">
            {sms_segments === null
              ? i18n.translate('incidents.templates.size', {
                  defaultMessage: '{part}: {characters} characters',
                  values: { part: partText(part), characters },
                })
              : i18n.translate('incidents.templates.segments', {
                  defaultMessage: '{characters} characters in {count} SMS',
                  values: { characters, count: sms_segments },
                })}
          </EuiBadge>
        ))}
      </div>
      {warnings.map((warning) => (
        <div key={warning}>
          <EuiSpacer size="s" />
          <EuiCallOut size="s" color="warning" iconType={icon('alert')} title={warning} />
        </div>
      ))}
    </>
  );
}
