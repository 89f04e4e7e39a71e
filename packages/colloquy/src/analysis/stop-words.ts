/** English words that say nothing of what a passage is about, and the pieces that contractions leave. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are aren arent as at be because been before being below
  between both but by can cannot cant could couldn couldnt d did didn didnt do does doesn doesnt doing don dont down during
  each either else etc ever every few for from further get gets getting go goes going gonna got had hadn hadnt has hasn hasnt have
  haven havent having he her here hers herself hes him himself his how however i id if ill im in into is isn isnt it its
  itself ive just kind know let lets like ll m many may maybe me mean might more most much must my myself neither no nor
  not now o of off oh ok okay on once one only or other others our ours ourselves out over own quite rather re really
  right s same say see shall she shes should shouldn shouldnt so some sort still such t than that thats the their theirs
  them themselves then there theres these they theyre theyve thing things this those though through to too uh uhhuh um
  under until up upon us ve very was wasn wasnt we well were weren werent weve what whats when where whether which while
  who whom whose why will with within without won wont would wouldn wouldnt yeah yep yes yet you youd youll your youre
  yours yourself yourselves youve`.split(/\s+/),
);
