import { SetMetadata } from '@nestjs/common';

export const PUBLIC = 'public';

/** Marks a route that asks for no API token: health, figures, the API's description, and intake, which has its own tokens. */
export const Public = () => SetMetadata(PUBLIC, true);
