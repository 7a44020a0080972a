// What the ward says when it refuses a call.

export class Refusal extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly waitSeconds: number | null, // until it may be tried again; null: the ward does not tell
    readonly body: unknown = null, // what was said beside it
  ) {
    super(message);
  }
}

// Throws a Refusal with the ward's own words.
export async function answered(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  const said = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : '';
  const wait = response.headers.get('Retry-After');
  throw new Refusal(said || `the ward answered ${response.status}`, response.status, wait === null ? null : Number(wait), body);
}
