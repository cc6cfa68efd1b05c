import {
  EuiAccordion,
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiForm,
  EuiFormRow,
  EuiSpacer,
  EuiText,
  EuiTextArea,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { TemplateDetail } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { ApiProblem } from '../../api/problem';
import { useEdit, type Opened } from '../../hooks/edit';
import { useServices } from '../../hooks/services';
import { usePreview, useTemplateActions } from '../../hooks/templates';
import { exactTime } from '../age';
import { AlertText } from '../alert-text';
import { EditNotice } from '../edit/edit-notice';
import { icon } from '../icon';
import { partText, type Part, type Parts } from './template-parts';
import { TemplatePreviewPanel } from './template-preview';

interface TemplateEditorProps {
  readonly opened: Opened<TemplateDetail>;
  /** Null for all teams. */
  readonly team: string | null;
}

/** The words for one channel and event, and beside them what they become. */
export function TemplateEditor({ opened, team }: TemplateEditorProps): ReactElement {
  const { may } = useServices();
  const detail = opened.item;
  const { channel, event } = detail;
  const storedIn = (of: TemplateDetail) => (team === null ? of.for_all : of.for_team);
  const stored = storedIn(detail);
  const [parts, setParts] = useState<Parts>(() => ({ ...detail.default, ...detail.for_all?.parts, ...stored?.parts }));
  const { save, remove, isRunning } = useTemplateActions();
  const preview = usePreview({ channel, event, team_id: team, parts });
  const faults = faultsOf(preview.error);
  const changed = Object.fromEntries(
    detail.parts.flatMap(({ name }) => (parts[name] === detail.default[name] ? [] : [[name, parts[name] ?? '']])),
  ) as Parts;
  const edit = useEdit(opened, (tag, refused) =>
    save(detail, { team_id: team, parts: changed }, tag, opened.reload, refused),
  );
  return (
    <EuiFlexGroup gutterSize="l" wrap alignItems="flexStart">
      <EuiFlexItem css={{ minWidth: 'min(100%, 360px)' }}>
        <EuiForm
          component="form"
          fullWidth
          onSubmit={(submitted) => {
            submitted.preventDefault();
            edit.send();
          }}
        >
          <EditNotice
            edit={edit}
            mine={{ parts: changed }}
            part={(whole) => ({ parts: storedIn(whole)?.parts ?? {} })}
          />
          {stored?.last_failure && (
            <>
              <EuiCallOut
                size="s"
                color="warning"
                iconType={icon('alert')}
                title={i18n.translate('incidents.templates.failed', {
                  defaultMessage: 'It could not be used at {time}; the built-in words were sent',
                  values: { time: exactTime(stored.last_failure.at) },
                })}
              >
                <AlertText text={stored.last_failure.reason} />
              </EuiCallOut>
              <EuiSpacer size="m" />
            </>
          )}
          {detail.parts.map(({ name, longest }) => {
            const own = faults.filter(({ part }) => part === name).map(({ text }) => text);
            return (
              <EuiFormRow key={name} label={partText(name)} isInvalid={own.length > 0} error={own}>
                <EuiTextArea
                  compressed
                  rows={name === 'subject' ? 2 : name === 'html' ? 14 : 9}
                  maxLength={longest}
                  isInvalid={own.length > 0}
                  readOnly={may.manage !== true}
                  spellCheck={false}
                  value={parts[name] ?? ''}
                  css={{ fontFamily: 'monospace' }}
                  onChange={({ target }) => setParts({ ...parts, [name]: target.value })}
                  data-test-subj={`incidentsTemplate-${name}`}
                />
              </EuiFormRow>
            );
          })}
          {may.manage && (
            <>
              <EuiSpacer size="m" />
              <EuiFlexGroup gutterSize="s" responsive={false} wrap>
                <EuiFlexItem grow={false}>
                  <EuiButton
                    fill
                    size="s"
                    type="submit"
                    isLoading={isRunning}
                    isDisabled={Object.keys(changed).length === 0}
                    data-test-subj="incidentsTemplateSave"
                  >
                    {i18n.translate('incidents.templates.save', { defaultMessage: 'Save' })}
                  </EuiButton>
                </EuiFlexItem>
                {stored && (
                  <EuiFlexItem grow={false}>
                    <EuiButtonEmpty
                      size="s"
                      color="danger"
                      isDisabled={isRunning}
                      onClick={() => remove(stored.id, opened.reload)}
                      data-test-subj="incidentsTemplateReset"
                    >
                      {team === null
                        ? i18n.translate('incidents.templates.reset', { defaultMessage: 'Back to the built-in words' })
                        : i18n.translate('incidents.templates.resetTeam', {
                            defaultMessage: 'Back to the words for all teams',
                          })}
                    </EuiButtonEmpty>
                  </EuiFlexItem>
                )}
              </EuiFlexGroup>
            </>
          )}
        </EuiForm>
        <EuiSpacer size="m" />
        <Words detail={detail} />
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 'min(100%, 360px)' }}>
        <TemplatePreviewPanel
          answer={preview.error ? undefined : preview.data}
          error={faults.length > 0 ? undefined : preview.error}
          isForbidden={may.manage !== true}
          hasFaults={faults.length > 0}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}

interface Fault {
  readonly part: Part | undefined;
  readonly text: string;
}

/** `$.parts.text`: what the backend says is wrong, with its line and column. */
function faultsOf(error: unknown): readonly Fault[] {
  if (!(error instanceof ApiProblem)) return [];
  return (error.problem.errors ?? []).flatMap(({ path, found, expected }) => {
    const part = /parts\.(subject|text|html)/.exec(path)?.[1] as Part | undefined;
    if (part === undefined) return [];
    const values = { found, expected };
    const text = i18n.translate('incidents.templates.fault', {
      defaultMessage: '{found}; expected {expected}',
      values,
    });
    return [{ part, text: `${path.replace(/^.*parts\.\w+\W*/, '')} ${text}`.trim() }];
  });
}

/** What may stand in a template. */
function Words({ detail: { variables, filters, tags } }: { readonly detail: TemplateDetail }): ReactElement {
  return (
    <EuiAccordion
      id="incidents-template-words"
      buttonContent={i18n.translate('incidents.templates.words', { defaultMessage: 'What can be written' })}
      paddingSize="s"
    >
      <EuiText size="xs">
        <dl css={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 12, rowGap: 2 }}>
          {variables.map(({ name, description }) => (
            <div key={name} css={{ display: 'contents' }}>
              <dt>
                <code>{`{{ ${name} }}`}</code>
              </dt>
              <dd css={{ margin: 0 }}>{description}</dd>
            </div>
          ))}
        </dl>
        <p>
          {i18n.translate('incidents.templates.filters', {
            defaultMessage: 'Filters: {filters}. Tags: {tags}.',
            values: { filters: filters.join(', '), tags: tags.join(', ') },
          })}
        </p>
      </EuiText>
    </EuiAccordion>
  );
}
