import type {
  BlockedRule,
  ConnectorPlan,
  DeletionReason,
  DiscoveredServiceAnswer,
  DiscoverySource,
  FieldChange,
  FinalThresholds,
  LeftOut,
  MappingKind,
  OwnedMapping,
  PullAnswer,
  RuleBody,
  RuleChoice,
  RuleGrouping,
  RuleKind,
  RulePlan,
  RuleUpdate,
  SuggestionReason,
  TeamMapping,
  ThresholdLayer,
  ThresholdSettings,
  UnsupportedSetting,
  WantedRule,
} from 'incident-core';

// What the routes of the rule setup take and answer. The server decides, by the core; the browser holds nothing of zod.

/** How asking a source went: it had services, had none, was not needed, or some of its services may be missing. */
export type SourceOutcome = 'found' | 'empty' | 'not_needed' | 'incomplete' | 'too_many';

/** `POST /internal/incidents/setup/discover`. */
export interface Discovery {
  readonly items: readonly DiscoveredServiceAnswer[];
  readonly from: string;
  readonly until: string;
  readonly sources: readonly {
    readonly source: DiscoverySource;
    readonly index: string;
    readonly outcome: SourceOutcome;
  }[];
  /** Whether all was heard that the indices know. */
  readonly is_whole: boolean;
  /** What the caller may not read: services may be missing for it. */
  readonly missing_privileges: readonly { readonly index: string; readonly privilege: string }[];
  readonly kibana_version: string;
}

/** What services are mapped and held to. */
export interface SetupConfig {
  readonly mappings: readonly OwnedMapping[];
  readonly layers: readonly ThresholdLayer[];
}

/** Body of `POST /internal/incidents/setup/services`. */
export interface ServicesQuestion extends SetupConfig {
  readonly services: readonly DiscoveredServiceAnswer[];
  readonly teams: readonly string[];
  /** As Kibana showed them, and only the fields that are read. */
  readonly rules: readonly unknown[];
}

/** The team and the thresholds of one service in an environment. */
export interface ServiceRow {
  readonly name: string;
  readonly environment: string | null;
  /** As layers of thresholds write it. */
  readonly environment_name: string;
  /** Null for one that no mapping gives to a team. */
  readonly team: { readonly name: string; readonly by: MappingKind; readonly mapping: OwnedMapping } | null;
  readonly suggestion: {
    readonly team: string;
    readonly reason: SuggestionReason;
    readonly clue: string;
    readonly mapping: TeamMapping;
  } | null;
  /** Which of the answer's thresholds holds: most services share theirs. */
  readonly thresholds: number;
}

/** Answer of `POST /internal/incidents/setup/services`; by name and environment. */
export interface ServicesTable {
  readonly rows: readonly ServiceRow[];
  readonly thresholds: readonly FinalThresholds[];
}

/** Body of `POST /internal/incidents/setup/plan`. */
export interface PlanQuestion extends ServicesQuestion {
  /** As the discovery of the services said. */
  readonly is_whole: boolean;
  readonly space: string;
  /** What `GET /api/alerting/rule_types` answered. */
  readonly rule_types: unknown;
  /** Null where alerts are pulled. */
  readonly connector_id: string | null;
  readonly grouping: RuleGrouping;
  /** How many Kibanas share the work. */
  readonly instances: number;
}

type RuleOf = Pick<WantedRule, 'kind' | 'environment' | 'services' | 'team'>;

/** What is to be done about one rule; what is kept is counted only. */
export type SetupItem =
  | {
      readonly kind: 'create';
      readonly id: string;
      readonly name: string;
      readonly rule: RuleOf;
      readonly body: RuleBody;
    }
  | {
      readonly kind: 'update' | 'drift';
      readonly id: string;
      readonly name: string;
      readonly rule: RuleOf;
      readonly changes: readonly FieldChange[];
      readonly update: RuleUpdate;
      /** Somebody switched it off: it must be enabled too, which an update does not do. */
      readonly enable: boolean;
    }
  | { readonly kind: 'delete'; readonly id: string; readonly name: string; readonly reason: DeletionReason };

/** Answer of `POST /internal/incidents/setup/plan`. */
export interface PlanAnswer {
  /** In the order in which they are to be done: deletions last. */
  readonly items: readonly SetupItem[];
  readonly blocked: readonly (Pick<BlockedRule, 'id' | 'reason' | 'needs'> & { readonly rule: RuleOf })[];
  readonly counts: RulePlan['counts'];
  readonly choice: RuleChoice;
  readonly left_out: readonly LeftOut[];
  /** How many rules go without a setting that this Kibana is too old for. */
  readonly unsupported: readonly { readonly setting: UnsupportedSetting; readonly rules: number }[];
}

/** Body of `POST /internal/incidents/setup/connector`. */
export interface ConnectorQuestion {
  readonly space: string;
  readonly source: { readonly id: string; readonly name: string };
  readonly token: { readonly id: string; readonly secret: string | null };
  /** What `GET /api/actions/connector_types` answered; null when it was refused. */
  readonly types: unknown;
  /** What `GET /api/actions/connector/{id}` answered; null when there is none. */
  readonly found: unknown;
}

/** Answer of `POST /internal/incidents/setup/connector`. */
export interface ConnectorAnswer {
  /** Of the source's connector in this space, whether there is one or not. */
  readonly id: string;
  readonly plan: ConnectorPlan;
  /** The token that a found connector says it has. */
  readonly token_id: string | null;
}

/** Body of `POST /internal/incidents/setup/rewrite`: a rule that was to be made, and what has its id already. */
export interface RewriteQuestion {
  readonly body: RuleBody;
  readonly found: unknown;
}

/** Answer of `POST /internal/incidents/setup/rewrite`; `update` is null for what is not ours. */
export interface RewriteAnswer {
  readonly is_ours: boolean;
  readonly update: RuleUpdate | null;
}

/** Body of `POST /internal/incidents/setup/pull-offer`. */
export interface PullQuestion {
  /** Null for a source that there is not yet. */
  readonly source_id: string | null;
}

/** Answer of `POST /internal/incidents/setup/pull-offer`: how a source is pulled, and whether the user could see to it. */
export interface PullOffer {
  readonly pull: PullAnswer | null;
  /** Where Kibana itself finds Elasticsearch; the backend may have to go elsewhere. */
  readonly elasticsearch_url: string | null;
  /** A key never holds more than who makes it. */
  readonly missing_privileges: Discovery['missing_privileges'];
}

/** Body of `POST /internal/incidents/setup/pull`. Both addresses as the backend reaches them. */
export interface PullWish {
  readonly source_id: string;
  readonly space: string;
  readonly elasticsearch_url: string;
  /** Null: nobody is asked whether a rule is muted or snoozed. */
  readonly kibana_url: string | null;
  /** After which the key ends by itself; null for never. */
  readonly key_days: number | null;
}

/** Answer of `POST /internal/incidents/setup/pull`; the key itself is the backend's alone. */
export interface PullMade {
  readonly pull: PullAnswer;
  readonly key: { readonly id: string; readonly name: string };
  /** How many keys of before, of the same user and for the same source, were ended. */
  readonly ended_keys: number;
}

/** The kinds of which a picture can be drawn: what anomalies are, only machine learning knows. */
export type PicturedKind = Exclude<RuleKind, 'anomaly'>;

/** Body of `POST /internal/incidents/setup/history`. */
export interface HistoryQuestion {
  readonly service: string;
  readonly environment: string | null;
  readonly kind: PicturedKind;
  readonly threshold: number;
  /** As `5m`. */
  readonly window: string;
  readonly aggregation: ThresholdSettings['latency']['aggregation'];
  readonly transaction_type: string | null;
}

/** Answer of `POST /internal/incidents/setup/history`. */
export interface HistoryAnswer {
  readonly bucket_minutes: number;
  /** One after the other; null where nothing was reported. */
  readonly points: readonly { readonly at: string; readonly value: number | null; readonly fires: boolean }[];
  /** In how many of them a rule with this threshold would have fired. */
  readonly fired: number;
}
