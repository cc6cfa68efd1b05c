// A second, which the library waits by default, is not enough on a busy machine.
import { configure } from '@testing-library/react';

configure({ asyncUtilTimeout: 60_000 });
