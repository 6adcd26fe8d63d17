"""Work items: assign, clock in working days, evidence, reply, appeal, close. Used by every workflow."""
