import { i18n } from '@kbn/i18n';
import type {
  ApplyFailure,
  ConnectorChange,
  DeletionReason,
  MappingKind,
  PullReason,
  RuleKind,
  SuggestionReason,
  ThresholdOrigin,
} from 'incident-core';
import { isolate } from '../text';

export function kindText(kind: RuleKind): string {
  switch (kind) {
    case 'latency':
      return i18n.translate('incidents.setup.kind.latency', { defaultMessage: 'Latency' });
    case 'failed_transaction_rate':
      return i18n.translate('incidents.setup.kind.failed', { defaultMessage: 'Failed transactions' });
    case 'error_count':
      return i18n.translate('incidents.setup.kind.errors', { defaultMessage: 'Errors' });
    case 'anomaly':
      return i18n.translate('incidents.setup.kind.anomaly', { defaultMessage: 'Anomaly' });
  }
}

export function environmentText(environment: string | null): string {
  return environment ?? i18n.translate('incidents.setup.noEnvironment', { defaultMessage: 'Not defined' });
}

/** Why a service belongs to its team. */
export function mappingKindText(kind: MappingKind): string {
  switch (kind) {
    case 'service_environment':
      return i18n.translate('incidents.setup.by.serviceEnvironment', {
        defaultMessage: 'By name, in this environment',
      });
    case 'service':
      return i18n.translate('incidents.setup.by.service', { defaultMessage: 'By name' });
    case 'pattern_environment':
      return i18n.translate('incidents.setup.by.patternEnvironment', {
        defaultMessage: 'By pattern, in this environment',
      });
    case 'pattern':
      return i18n.translate('incidents.setup.by.pattern', { defaultMessage: 'By pattern' });
    case 'label_environment':
      return i18n.translate('incidents.setup.by.labelEnvironment', { defaultMessage: 'By label, in this environment' });
    case 'label':
      return i18n.translate('incidents.setup.by.label', { defaultMessage: 'By label' });
    case 'environment':
      return i18n.translate('incidents.setup.by.environment', { defaultMessage: 'By environment' });
  }
}

export function suggestionText(reason: SuggestionReason, clue: string): string {
  const values = { clue: isolate(clue, 80) };
  switch (reason) {
    case 'label':
      return i18n.translate('incidents.setup.clue.label', { defaultMessage: 'it carries {clue}', values });
    case 'rule_tag':
      return i18n.translate('incidents.setup.clue.tag', { defaultMessage: 'a rule of it has the tag {clue}', values });
    case 'service_name':
      return i18n.translate('incidents.setup.clue.name', { defaultMessage: 'its name holds {clue}', values });
    case 'sibling':
      return i18n.translate('incidents.setup.clue.sibling', { defaultMessage: 'as {clue} does', values });
  }
}

/** Where a value comes from, in few words. */
export function originText({ layer, service, environment, managedBy, file }: ThresholdOrigin): string {
  const from = managedBy === 'file' && file !== null ? ` (${isolate(file, 60)})` : '';
  const values = { service: isolate(service ?? '', 60), environment: isolate(environment ?? '', 40), from };
  switch (layer) {
    case 'built_in':
      return i18n.translate('incidents.setup.origin.builtIn', { defaultMessage: 'as shipped' });
    case 'global':
      return i18n.translate('incidents.setup.origin.global', { defaultMessage: 'for all{from}', values });
    case 'service_pattern':
    case 'service':
      return i18n.translate('incidents.setup.origin.service', { defaultMessage: 'for {service}{from}', values });
    case 'environment':
      return i18n.translate('incidents.setup.origin.environment', {
        defaultMessage: 'for {environment}{from}',
        values,
      });
    case 'service_environment':
      return i18n.translate('incidents.setup.origin.both', {
        defaultMessage: 'for {service} in {environment}{from}',
        values,
      });
  }
}

export function deletionText(reason: DeletionReason): string {
  switch (reason) {
    case 'unmapped':
      return i18n.translate('incidents.setup.deletion.unmapped', {
        defaultMessage: 'No team owns its service any more',
      });
    case 'disabled':
      return i18n.translate('incidents.setup.deletion.disabled', { defaultMessage: 'The thresholds switch it off' });
    case 'covered':
      return i18n.translate('incidents.setup.deletion.covered', { defaultMessage: 'Another rule does its work' });
    case 'not_wanted':
      return i18n.translate('incidents.setup.deletion.notWanted', { defaultMessage: 'Its service is not known' });
  }
}

export function pullText(reason: PullReason, needs: string | null): string {
  const values = { needs: needs ?? '' };
  switch (reason) {
    case 'licence':
      return i18n.translate('incidents.setup.pull.licence', {
        defaultMessage: 'Webhook connectors need a {needs} licence, which this Kibana does not have.',
        values,
      });
    case 'switched_off':
      return i18n.translate('incidents.setup.pull.switchedOff', {
        defaultMessage: 'The configuration of this Kibana switches webhook connectors off ({needs}).',
        values,
      });
    case 'no_such_type':
      return i18n.translate('incidents.setup.pull.noSuchType', {
        defaultMessage: 'This Kibana has no webhook connectors.',
      });
    case 'privilege':
      return i18n.translate('incidents.setup.pull.privilege', {
        defaultMessage: 'You may not see connectors: it takes the privilege {needs}.',
        values,
      });
  }
}

export function connectorChangeText(reason: ConnectorChange): string {
  switch (reason) {
    case 'missing':
      return i18n.translate('incidents.setup.connector.missing', { defaultMessage: 'there is none' });
    case 'renamed':
      return i18n.translate('incidents.setup.connector.renamed', { defaultMessage: 'it has another name' });
    case 'url':
      return i18n.translate('incidents.setup.connector.url', { defaultMessage: 'it posts to another address' });
    case 'headers':
      return i18n.translate('incidents.setup.connector.headers', { defaultMessage: 'its headers are others' });
    case 'method':
      return i18n.translate('incidents.setup.connector.method', { defaultMessage: 'its method is another' });
    case 'token':
      return i18n.translate('incidents.setup.connector.token', { defaultMessage: 'its token is not valid any more' });
    case 'authentication':
      return i18n.translate('incidents.setup.connector.authentication', {
        defaultMessage: 'it keeps its token elsewhere',
      });
    case 'secrets_lost':
      return i18n.translate('incidents.setup.connector.secretsLost', { defaultMessage: 'it has lost its secrets' });
  }
}

/** Why a rule could not be written, and what to do about it. */
export function failureText(reason: ApplyFailure): string {
  switch (reason) {
    case 'refused':
      return i18n.translate('incidents.setup.failure.refused', { defaultMessage: 'Kibana did not take it.' });
    case 'id_taken':
      return i18n.translate('incidents.setup.failure.idTaken', {
        defaultMessage: 'Something that is not ours has its id, and was left alone.',
      });
    case 'changed_meanwhile':
      return i18n.translate('incidents.setup.failure.changed', {
        defaultMessage: 'Somebody else changed it at the same time: look at the plan again.',
      });
    case 'too_busy':
      return i18n.translate('incidents.setup.failure.busy', {
        defaultMessage: 'Kibana has no time for it now: go on later.',
      });
    case 'unavailable':
      return i18n.translate('incidents.setup.failure.unavailable', {
        defaultMessage: 'Kibana does not answer: go on when it does.',
      });
    case 'unauthorized':
      return i18n.translate('incidents.setup.failure.unauthorized', {
        defaultMessage: 'Your session in Kibana has ended: log in again, and go on.',
      });
    case 'forbidden':
      return i18n.translate('incidents.setup.failure.forbidden', {
        defaultMessage: 'Your role in Kibana, or its licence, does not allow it.',
      });
  }
}
