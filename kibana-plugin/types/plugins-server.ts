import type { Authc } from './core-server';

// Other plugins of Kibana on the server. Sources: features, security and encryptedSavedObjects of 8.12.2 and of main.

interface FeaturePrivilege {
  readonly app?: readonly string[];
  readonly catalogue?: readonly string[];
  readonly api: readonly string[];
  readonly ui: readonly string[];
  readonly savedObject: { readonly all: readonly string[]; readonly read: readonly string[] };
}

/** The common part: `scope` is refused by 8.12, and `alerting` has two shapes. */
export interface KibanaFeature {
  readonly id: string;
  readonly name: string;
  readonly order: number;
  readonly category: { readonly id: string; readonly label: string; readonly order?: number };
  readonly app: readonly string[];
  readonly catalogue: readonly string[];
  readonly privileges: { readonly all: FeaturePrivilege; readonly read: FeaturePrivilege };
  readonly subFeatures: readonly {
    readonly name: string;
    readonly privilegeGroups: readonly {
      readonly groupType: 'mutually_exclusive' | 'independent';
      readonly privileges: readonly (FeaturePrivilege & {
        readonly id: string;
        readonly name: string;
        readonly includeIn: 'all' | 'read' | 'none';
      })[];
    }[];
  }[];
}

export interface FeaturesSetup {
  registerKibanaFeature(feature: KibanaFeature): void;
}

export interface EncryptedSavedObjectsSetup {
  /** False without `xpack.encryptedSavedObjects.encryptionKey`. */
  readonly canEncrypt: boolean;
  registerType(type: { readonly type: string; readonly attributesToEncrypt: ReadonlySet<string> }): void;
}

export interface EncryptedSavedObjectsStart {
  getClient(options: { readonly includedHiddenTypes: readonly string[] }): {
    getDecryptedAsInternalUser(
      type: string,
      id: string,
    ): Promise<{ readonly attributes: Readonly<Record<string, unknown>> }>;
  };
}

/** The index patterns of Kibana's APM, as its settings have them: each a list with commas. */
export interface ApmIndices {
  readonly transaction?: string;
  readonly span?: string;
  readonly error?: string;
  readonly metric?: string;
}

/** `apmDataAccess` of 8.12 has it in its setup, `apmSourcesAccess` of later versions in either. */
export interface ApmAccess {
  getApmIndices?(savedObjectsClient: object): Promise<ApmIndices>;
}

interface ApmPlugins {
  readonly apmDataAccess?: ApmAccess;
  readonly apmSourcesAccess?: ApmAccess;
}

export interface PluginsSetup extends ApmPlugins {
  readonly features: FeaturesSetup;
  readonly encryptedSavedObjects?: EncryptedSavedObjectsSetup;
}

export interface PluginsStart extends ApmPlugins {
  readonly encryptedSavedObjects?: EncryptedSavedObjectsStart;
  readonly security?: { readonly authc: Authc };
}
