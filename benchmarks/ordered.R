# An ordered logit by maximum likelihood: Rscript ordered.R ROWS.csv clm|polr|clmm REPEATS POINTS.
# Prints "fit", the shortest seconds (standard errors included) and the log-likelihood, then every estimate and its error.
argument <- commandArgs(TRUE); model <- argument[2]; points <- as.integer(argument[4])
suppressMessages(library(if (model == "polr") "MASS" else "ordinal", character.only = TRUE))
d <- read.csv(argument[1]); d$y <- factor(d$y, ordered = TRUE); d$who <- factor(d$who)
if (!"n" %in% names(d)) d$n <- 1
x <- paste(grep("^x", names(d), value = TRUE), collapse = "+")
f <- as.formula(paste("y ~", x, if (model == "clmm") "+ (1 | who)"))
fit <- switch(model,
  clm = function() clm(f, data = d, weights = n),
  polr = function() polr(f, data = d, weights = n, Hess = TRUE),
  clmm = function() clmm(f, data = d, nAGQ = points))
seconds <- Inf
for (again in seq_len(as.integer(argument[3]))) {
  taken <- system.time({ m <- fit(); covariance <- vcov(m) })[["elapsed"]]
  seconds <- min(seconds, taken)
}
cat(sprintf("fit %.3f %.6f\n", seconds, as.numeric(logLik(m))))
if (model == "clm") cat(sprintf("%s %.10g %.10g\n", names(coef(m)), coef(m), sqrt(diag(covariance))), sep = "")
