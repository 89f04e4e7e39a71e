/** The share of attempts that fail, by kind; at most one fault befalls an attempt. */
export interface FaultRates {
  /** 500. */
  readonly serverError: number;
  /** 503. */
  readonly overloaded: number;
  /** The connection is lost, before the reply or in the middle of it. */
  readonly reset: number;
  /** The connection stays, and nothing comes any more. */
  readonly hang: number;
  /** The reply ends at a limit of tokens that nobody asked for. */
  readonly cutOff: number;
  /** The reply is complete and no JSON. */
  readonly badJson: number;
}

export const NO_FAULTS: FaultRates = { serverError: 0, overloaded: 0, reset: 0, hang: 0, cutOff: 0, badJson: 0 };

/** What a run of some thousand calls meets at a good provider. */
export const USUAL_FAULTS: FaultRates = {
  serverError: 0.005,
  overloaded: 0.002,
  reset: 0.002,
  hang: 0.001,
  cutOff: 0.01,
  badJson: 0.005,
};
