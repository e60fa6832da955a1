// Ordered logit with a participant intercept, for TMB's Laplace approximation.
#include <TMB.hpp>
template <class Type> Type objective_function<Type>::operator()() {
    DATA_MATRIX(x); DATA_IVECTOR(y); DATA_IVECTOR(who);
    PARAMETER_VECTOR(beta); PARAMETER(first); PARAMETER_VECTOR(loggap); PARAMETER(logsd); PARAMETER_VECTOR(u);
    int inner = loggap.size() + 1;
    vector<Type> tau(inner);
    tau(0) = first;
    for (int j = 1; j < inner; j++) tau(j) = tau(j - 1) + exp(loggap(j - 1));
    vector<Type> eta = x * beta;
    Type value = -sum(dnorm(u, Type(0), Type(1), true));
    for (int n = 0; n < y.size(); n++) {
        Type at = eta(n) + exp(logsd) * u(who(n));
        Type up = y(n) < inner ? invlogit(tau(y(n)) - at) : Type(1);
        Type low = y(n) > 0 ? invlogit(tau(y(n) - 1) - at) : Type(0);
        value -= log(up - low);
    }
    return value;
}
