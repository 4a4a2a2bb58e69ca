// Sentences of the verifier.

export default {
  "verify.title": "Verify",
} as const;
