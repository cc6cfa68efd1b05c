export var canary = 1;
