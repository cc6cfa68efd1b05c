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

export interface PluginsSetup {
  readonly features: FeaturesSetup;
  readonly encryptedSavedObjects?: EncryptedSavedObjectsSetup;
}

export interface PluginsStart {
  readonly encryptedSavedObjects?: EncryptedSavedObjectsStart;
  readonly security?: { readonly authc: Authc };
}
