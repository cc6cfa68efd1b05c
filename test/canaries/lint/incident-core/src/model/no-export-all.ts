export * from './doc-comment.ts';
