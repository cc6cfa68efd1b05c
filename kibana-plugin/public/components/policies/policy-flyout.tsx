import { EuiButton, EuiFieldText, EuiFormRow, EuiSelect, EuiSpacer, EuiSwitch, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { PolicyAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { useEdit, type Opened } from '../../hooks/edit';
import { usePolicyActions } from '../../hooks/policies';
import { EditFlyout } from '../edit/edit-flyout';
import { EditNotice } from '../edit/edit-notice';
import { icon } from '../icon';
import { NumberField } from '../number-field';
import { moved, replaced, without } from '../order-buttons';
import { NotReady, unreadiness, type ReadinessProblem } from '../readiness';
import { plain } from '../text';
import { draftOf, isWhole, newStep, toGiven, type StepDraft } from './draft';
import { MatcherFields } from './matcher-fields';
import { StepFields } from './step-fields';

interface PolicyFlyoutProps {
  /** The one to be changed; none makes another. */
  readonly opened?: Opened<PolicyAnswer>;
  readonly onClose: () => void;
}

/** A policy, made or changed; what keeps it from reaching people stands beside what is meant. */
export function PolicyFlyout({ opened, onClose }: PolicyFlyoutProps): ReactElement {
  const policy = opened?.item;
  const { data: teams = [] } = useTeams();
  const { save, remove, isRunning } = usePolicyActions();
  const [draft, setDraft] = useState(() => draftOf(policy));
  const [isTried, setTried] = useState(false);
  const [problems, setProblems] = useState<readonly ReadinessProblem[]>(policy?.problems ?? []);
  const { steps } = draft;
  const isNameless = isTried && draft.name.trim() === '';
  // What is said of a step is said of it where it stood when it was saved.
  const setSteps = (next: readonly StepDraft[]) => {
    if (next.length !== steps.length || next.some(({ key }, index) => key !== steps[index]?.key)) setProblems([]);
    setDraft({ ...draft, steps: next });
  };
  const title = policy
    ? i18n.translate('incidents.policy.change', { defaultMessage: 'Change the escalation policy' })
    : i18n.translate('incidents.policy.make', { defaultMessage: 'New escalation policy' });
  const edit = useEdit(
    opened,
    (tag, refused, isForced) =>
      save(policy?.id, toGiven(draft), { isForced, tag }, onClose, (error) => {
        setProblems(unreadiness(error) ?? []);
        return refused(error);
      }),
    (tag, refused) => policy && remove(policy.id, tag, onClose, refused),
  );
  const unready = unreadiness(edit.refusal);
  const send = (isForced: boolean) => {
    setTried(true);
    if (isWhole(draft)) edit.send({ isForced });
  };
  return (
    <EditFlyout
      title={title}
      subject="incidentsPolicy"
      isRunning={isRunning}
      isUnready={unready !== undefined}
      onClose={onClose}
      onSave={send}
      deletion={
        policy && {
          name: policy.name,
          body: i18n.translate('incidents.policy.deleteBody', {
            defaultMessage: 'Escalations that run by it go on by the copy that they started with.',
          }),
          onConfirm: () => edit.remove(),
        }
      }
    >
      {unready ? <NotReady problems={unready} /> : <EditNotice edit={edit} mine={toGiven(draft)} />}
      <EuiFormRow
        label={i18n.translate('incidents.policy.name', { defaultMessage: 'Name' })}
        isInvalid={isNameless}
        error={i18n.translate('incidents.policy.noName', { defaultMessage: 'It needs a name' })}
      >
        <EuiFieldText
          compressed
          value={draft.name}
          maxLength={200}
          isInvalid={isNameless}
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          data-test-subj="incidentsPolicyName"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.policy.team', { defaultMessage: 'For incidents of' })}>
        <EuiSelect
          compressed
          value={draft.team_id ?? ''}
          options={[
            { value: '', text: i18n.translate('incidents.policy.allTeams', { defaultMessage: 'all teams' }) },
            ...teams.map(({ id, name }) => ({ value: id, text: plain(name, 80) })),
          ]}
          onChange={({ target }) => setDraft({ ...draft, team_id: target.value || null })}
          data-test-subj="incidentsPolicyTeam"
        />
      </EuiFormRow>
      <EuiFormRow hasChildLabel={false}>
        <EuiSwitch
          compressed
          label={i18n.translate('incidents.policy.default', {
            defaultMessage: 'Where no other policy fits, this one is used',
          })}
          checked={draft.is_default}
          onChange={({ target }) => setDraft({ ...draft, is_default: target.checked })}
          data-test-subj="incidentsPolicyDefault"
        />
      </EuiFormRow>
      <EuiSpacer size="l" />
      <EuiTitle size="xs">
        <h3>{i18n.translate('incidents.policy.when', { defaultMessage: 'When it fits' })}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <MatcherFields matchers={draft.matchers} onChange={(matchers) => setDraft({ ...draft, matchers })} />
      <EuiFormRow
        label={i18n.translate('incidents.policy.position', { defaultMessage: 'Position' })}
        helpText={i18n.translate('incidents.policy.positionHelp', {
          defaultMessage: 'Where several fit equally well, the lowest goes first',
        })}
      >
        <NumberField
          label={i18n.translate('incidents.policy.positionLabel', { defaultMessage: 'Position' })}
          value={draft.position}
          least={0}
          most={1_000_000}
          onChange={(position) => setDraft({ ...draft, position })}
          subject="incidentsPolicyPosition"
        />
      </EuiFormRow>
      <EuiSpacer size="l" />
      <EuiTitle size="xs">
        <h3>{i18n.translate('incidents.policy.steps', { defaultMessage: 'Who is told, step by step' })}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      {steps.map((step, index) => (
        <div key={step.key}>
          <StepFields
            step={step}
            index={index}
            count={steps.length}
            problems={problems}
            isTried={isTried}
            onChange={(next) => setSteps(replaced(steps, index, next))}
            onMove={(to) => setSteps(moved(steps, index, to))}
            onRemove={() => setSteps(without(steps, index))}
          />
          <EuiSpacer size="m" />
        </div>
      ))}
      <EuiButton
        size="s"
        iconType={icon('plus')}
        onClick={() => setSteps([...steps, newStep(steps.length)])}
        data-test-subj="incidentsStepAdd"
      >
        {i18n.translate('incidents.policy.addStep', { defaultMessage: 'Add a step' })}
      </EuiButton>
      <EuiSpacer size="m" />
      <EuiFormRow
        label={i18n.translate('incidents.policy.repeat', {
          defaultMessage: 'After the last step, again from the first',
        })}
        helpText={i18n.translate('incidents.policy.repeatHelp', {
          defaultMessage: 'Then it has run out; an incident of high urgency starts anew after an hour',
        })}
      >
        <NumberField
          label={i18n.translate('incidents.policy.repeatLabel', {
            defaultMessage: 'After the last step, again from the first',
          })}
          value={draft.repeat}
          least={0}
          most={100}
          append={i18n.translate('incidents.policy.times', { defaultMessage: 'times' })}
          onChange={(repeat) => setDraft({ ...draft, repeat })}
          subject="incidentsPolicyRepeat"
        />
      </EuiFormRow>
    </EditFlyout>
  );
}
