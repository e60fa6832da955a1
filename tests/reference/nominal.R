# Proportional odds by R's ordinal: nominal_test, the fit with every criterion by threshold, and fits with one of them.
# Rscript nominal.R > nominal.json      (in this folder)
library(ordinal)
library(jsonlite)

read_panel <- function(name) {
  meta <- fromJSON(file.path(name, "meta.json"))$criteria
  answers <- read.csv(file.path(name, "answers.csv"), colClasses = c(scenario = "character"))
  scenarios <- read.csv(file.path(name, "scenarios.csv"), colClasses = "character")
  data <- merge(answers[c("respondent", "scenario", "answer")], scenarios, by = "scenario")
  for (key in names(meta)) data[[key]] <- factor(data[[key]], levels = meta[[key]])
  data$y <- factor(data$answer, ordered = TRUE)
  list(data = data, criteria = names(meta))
}

read_housing <- function() {
  rows <- read.csv("housing.csv")
  data <- rows[rep(seq_len(nrow(rows)), rows$Freq), ]
  data$Infl <- factor(data$Infl, c("Low", "Medium", "High"))
  data$Type <- factor(data$Type, c("Tower", "Apartment", "Atrium", "Terrace"))
  data$Cont <- factor(data$Cont, c("Low", "High"))
  data$y <- factor(data$Sat, c("Low", "Medium", "High"), ordered = TRUE)
  list(data = data, criteria = c("Infl", "Type", "Cont"))
}

fitted_clm <- function(data, location, nominal) {
  told <- character()
  if (length(location) == 0) location <- "1"
  model <- withCallingHandlers(
    clm(reformulate(location, "y"), nominal = reformulate(nominal), data = data,
        control = clm.control(gradTol = 1e-10, maxIter = 500)),
    warning = function(w) { told <<- c(told, conditionMessage(w)); invokeRestart("muffleWarning") })
  table <- coef(summary(model))
  list(logLik = as.numeric(logLik(model)), df = model$edf, convergence = model$convergence$code, warnings = as.list(told),
       condition = model$cond.H, coefficients = lapply(split(table[, 1:2], rownames(table))[rownames(table)],
         function(x) list(estimate = x[[1]], se = x[[2]])))
}

results_of <- function(panel, by_threshold) {
  data <- judged <<- panel$data  # nominal_test looks for it in the workspace
  model <- eval(bquote(clm(.(reformulate(panel$criteria, "y")), data = judged)))
  told <- character()
  tested <- withCallingHandlers(nominal_test(model),
    warning = function(w) { told <<- c(told, conditionMessage(w)); invokeRestart("muffleWarning") })
  rows <- rownames(tested)[-1]
  over_all <- fitted_clm(data, character(), panel$criteria)
  list(call = "nominal_test(clm(y ~ all criteria)); clm(y ~ others, nominal = ~ criterion)",
       logLik = as.numeric(logLik(model)),
       nominal_test = lapply(setNames(rows, rows), function(row) list(
         logLik = tested[row, "logLik"], statistic = tested[row, "LRT"], df = tested[row, "Df"], p_value = tested[row, "Pr(>Chi)"])),
       nominal_test_warnings = as.list(told),
       over_all = over_all[c("logLik", "df", "convergence", "warnings", "condition")],
       by_threshold = lapply(setNames(by_threshold, by_threshold), function(keys) {
         chosen <- strsplit(keys, ",")[[1]]
         fitted_clm(data, setdiff(panel$criteria, chosen), chosen)
       }))
}

result <- list(
  tools = list(R = R.version.string, ordinal = as.character(packageVersion("ordinal"))),
  wine = results_of(read_panel("wine"), c("temp", "contact")),
  tea = results_of(read_panel("tea"), c("aroma", "price", "kind")),
  verbagg = results_of(read_panel("verbagg"), c("mode", "btype,situ")),
  housing = results_of(read_housing(), c("Type", "Infl,Cont")))
cat(toJSON(result, auto_unbox = TRUE, digits = 13, pretty = 1, na = "null"))
