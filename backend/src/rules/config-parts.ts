import { Injectable } from '@nestjs/common';
import type {
  ConfigFile,
  ConfigProblem,
  EntryChange,
  PoliciesFile,
  TeamMappingFile,
  ThresholdsFile,
} from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import type { FileOwner } from './managed.ts';

/** What stands in each of the files. */
export interface ConfigDocuments {
  readonly thresholds: ThresholdsFile;
  readonly 'team-mapping': TeamMappingFile;
  readonly policies: PoliciesFile;
}

/** A file as it was given. */
export interface ConfigText<Name extends ConfigFile> extends FileOwner {
  readonly document: ConfigDocuments[Name];
}

/** What becomes of one entry, with what it is for in words. */
export interface NamedChange extends EntryChange {
  readonly name: string;
}

/** What applying one file comes to. */
export interface PartPlan {
  readonly changes: readonly NamedChange[];
  readonly problems: readonly ConfigProblem[];
  /** Whether writing it would change a row, if only which text of the file it is from. */
  readonly isPending: boolean;
  /** Does it, within the transaction in which it was planned. Asked only when no problem is an error and nothing is in conflict. */
  write(): Promise<void>;
}

/** One kind of configuration that files can hold, looked after by one of the backend's folders. */
export interface ConfigPart<Name extends ConfigFile> {
  readonly config: Name;
  /** All that there is of it, as a file. */
  export(transaction: Transaction): Promise<ConfigDocuments[Name]>;
  /** Plans, with nobody else changing anything of it until the transaction ends. */
  plan(transaction: Transaction, given: ConfigText<Name>, options: { readonly takeOver: boolean }): Promise<PartPlan>;
}

/** The folders say here what of theirs files can hold: imports point the other way. */
@Injectable()
export class ConfigParts {
  private readonly parts: { [Name in ConfigFile]?: ConfigPart<Name> } = {};

  register(part: { [Name in ConfigFile]: ConfigPart<Name> }[ConfigFile]): void {
    Object.assign(this.parts, { [part.config]: part });
  }

  of<Name extends ConfigFile>(config: Name): ConfigPart<Name> {
    const part = this.parts[config];
    if (!part) throw new Error(`nobody looks after ${config}`);
    return part;
  }
}
