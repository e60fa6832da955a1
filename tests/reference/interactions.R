# Likelihood ratio of every pair of criteria by R's ordinal: anova of clm without and with the interaction.
# Rscript interactions.R > interactions.json      (in this folder)
suppressPackageStartupMessages({library(ordinal); library(jsonlite)})

pairs_of <- function(name) {
  meta <- fromJSON(file.path(name, "meta.json"))$criteria
  answers <- read.csv(file.path(name, "answers.csv"), colClasses = c(scenario = "character"))
  scenarios <- read.csv(file.path(name, "scenarios.csv"), colClasses = "character")
  data <- merge(answers[c("respondent", "scenario", "answer")], scenarios, by = "scenario")
  for (key in names(meta)) data[[key]] <- factor(data[[key]], levels = meta[[key]])
  data$y <- factor(data$answer, ordered = TRUE)
  control <- clm.control(gradTol = 1e-10, maxIter = 500)
  without <- clm(reformulate(names(meta), "y"), data = data, control = control)
  rows <- combn(names(meta), 2, simplify = FALSE)
  lapply(rows, function(pair) {
    with <- suppressWarnings(clm(reformulate(c(names(meta), paste(pair, collapse = ":")), "y"), data = data, control = control))
    test <- anova(without, with)
    list(criteria = pair, statistic = test$LR.stat[2], df = test$df[2], p_value = test[["Pr(>Chisq)"]][2])
  })
}

cat(toJSON(list(tools = list(R = R.version.string, ordinal = as.character(packageVersion("ordinal"))),
                call = "anova(clm(y ~ all criteria), clm(y ~ all criteria + a:b))",
                wine = pairs_of("wine"), verbagg = pairs_of("verbagg"), tea = pairs_of("tea")),
           auto_unbox = TRUE, digits = 12, pretty = TRUE), "\n")
