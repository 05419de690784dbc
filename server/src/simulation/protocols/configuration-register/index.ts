export { ConfigurationRegister, type RegisterHome } from './configuration-register';
export { REGISTER_MESSAGES, RegisterMessage, RegisterType, type Configuration, type Version } from './register-message';
