/** The configuration files, by their names without `.json`. */
export const CONFIG_FILES = ['thresholds', 'team-mapping', 'policies'] as const;
export type ConfigFile = (typeof CONFIG_FILES)[number];

/** What becomes of one entry when a file is applied. */
export const CONFIG_CHANGES = ['add', 'change', 'adopt', 'keep', 'remove', 'take_over', 'conflict'] as const;
export type ConfigChange = (typeof CONFIG_CHANGES)[number];
