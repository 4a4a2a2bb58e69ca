// What a passkey is asked to evaluate: public, and the same for everybody. Never change this.

export const PRF_INPUT = new TextEncoder().encode("Labelfield payout key, version 1: input");
