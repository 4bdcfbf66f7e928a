/** Pages that demand Trusted Types let scripts be named only by a policy of their choice; ours is called `downhill`. */
interface Policy {
  createScriptURL(url: string): unknown;
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

let policy: Policy | null | undefined;

/** The address of a script that this project itself has built. */
export function ownScript(url: string): string {
  if (policy === undefined) {
    const { trustedTypes } = globalThis as { trustedTypes?: Factory };
    try {
      policy = trustedTypes?.createPolicy('downhill', { createScriptURL: (own) => own }) ?? null;
    } catch {
      policy = null;
    }
  }
  return (policy ? policy.createScriptURL(url) : url) as string;
}
